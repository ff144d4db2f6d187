import { describe, inject, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { metricOf } from '../support/metrics.ts';
import { isReport } from '../support/world.ts';
import { startSocketWorld } from './socket-world.ts';

const { apple, general } = SLACK_IDS;
const WEBINAR = '93201235621';

describe.concurrent('what comes over a socket', () => {
  it('is answered once when Slack sends it again', async (context) => {
    const { world, slack, bot } = await startSocketWorld(context);
    const { expect } = context;
    slack.socketMode.sendAgainAfterMs = 0;
    const { message } = await world.ask('help');
    await slack.waitFor(() => slack.socketMode.acknowledgements.length === 2);
    const [one, two] = slack.socketMode.acknowledgements;
    expect(two?.envelopeId).toBe(one?.envelopeId);
    expect(slack.messagesFor(apple, general)).toEqual([message]);
    expect(await metricOf(bot, 'webinar_qos_slack_socket_events_total', { event: 'repeated' })).toBe(1);
  });

  it.skipIf(inject('redisBinary') === '')(
    'is worked on once when Slack sends it again to another process',
    async (context) => {
      const { world, slack } = await startSocketWorld(context, { redis: 'own' });
      const { expect } = context;
      const second = await world.startBot();
      slack.socketMode.preferred = null;
      slack.socketMode.sendAgainAfterMs = 0;
      await world.ask(WEBINAR);
      const shown = () => slack.messagesFor(apple, general);
      await slack.waitFor(() => shown().some(isReport), 20_000);
      const sockets = new Set(slack.socketMode.acknowledgements.map(({ socket }) => socket));
      expect(sockets.size).toBe(2);
      await Promise.all([world.bots[0]?.stop(), second.stop()]);
      // That it is being read, and the report.
      expect(shown()).toHaveLength(2);
    },
  );

  it.skipIf(inject('redisBinary') === '')(
    'is answered by another process when the first is killed with it in hand',
    async (context) => {
      const { world, slack, bot, socketOf } = await startSocketWorld(context, { redis: 'own' });
      const { expect } = context;
      await world.startBot();
      process.kill(bot.pid, 'SIGSTOP');
      const asked = slack.typeCommand({ user: apple, channel: general, text: 'help' });
      slack.socketMode.preferred = null;
      expect(socketOf().isOpen()).toBe(true);
      await bot.stop('SIGKILL');
      expect((await asked).failure).toBeNull();
      expect(slack.messagesFor(apple, general)).toHaveLength(1);
    },
  );

  it('is not shaken by what is no message', async (context) => {
    const { slack, socketOf, isHelped, watch } = await startSocketWorld(context);
    const { expect } = context;
    const socket = socketOf();
    for (const nonsense of ['no JSON', '{"type":"what"}', '{"type":"slash_commands","envelope_id":7}', '[]', 'null']) {
      socket.send({ nonsense });
      socket.sendRaw(Buffer.concat([Buffer.from([0x81, nonsense.length]), Buffer.from(nonsense)]));
    }
    expect(await isHelped()).toBe(true);
    // Three reserved bits: no frame at all. Whoever reads that has to hang up, and comes back.
    const death = await watch('nonsense', () => socket.sendRaw(Buffer.from([0xff, 0xff, 0xff, 0xff])));
    expect(death.throughAgainS).toBeLessThan(5);
    expect(slack.socketMode.history).toHaveLength(2);
  });

  it('comes over HTTP no more, while Zoom’s events, health and numbers do', async (context) => {
    const { bot } = await startSocketWorld(context);
    const { expect } = context;
    const post = (path: string) => fetch(`${bot.url}${path}`, { method: 'POST', body: '{}' });
    expect((await post('/slack/events')).status).toBe(404);
    expect((await post('/zoom/events')).status).toBe(401);
    expect((await fetch(`${bot.url}/metrics`)).status).toBe(200);
  });

  it('waits at the start for a Slack that is away', async (context) => {
    const { world, slack, readiness } = await startSocketWorld(context);
    const { expect } = context;
    slack.fail({ method: 'apps.connections.open', kind: 'reset', times: 1 });
    const away = await world.startBot();
    await expect.poll(() => readiness(away), { timeout: 10_000 }).toBe('200 ok');
  });
});
