import { afterAll, describe, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { metricOf } from '../support/metrics.ts';
import { TABLE_HEAD } from './death-watch.ts';
import { rows, startSocketWorld } from './socket-world.ts';

const READY = '200 ok';
const { apple, general } = SLACK_IDS;

afterAll(() => {
  if (process.env.PRINT_TABLE === '1') process.stdout.write(`\n${[...TABLE_HEAD, ...rows.sort()].join('\n')}\n\n`);
});

/** Those that wait for longest come first, as only so many run at a time. */
describe.concurrent('whatever becomes of a socket', { timeout: 150_000 }, () => {
  it('6. the app token is refused while it runs: said once, not ready, tried once a minute', async (context) => {
    const { slack, bot, socketOf, watch, saying } = await startSocketWorld(context);
    const { expect } = context;
    const tokens = [...slack.settings.appTokens];
    slack.settings.appTokens = [];
    const tries = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
    const before = tries();
    const death = watch('6. app token refused while running', () => socketOf().drop(), { withinMs: 80_000 });
    await expect.poll(tries, { timeout: 10_000 }).toBe(before + 1);
    expect((await fetch(`${bot.url}/livez`)).status).toBe(200);
    slack.settings.appTokens = tokens;
    const { readyz, throughAgainS, commands } = await death;
    expect(readyz.map(({ said }) => said)).toContain('503 no socket to Slack: apps.connections.open: invalid_auth');
    expect(throughAgainS).toBeLessThan(66);
    expect(commands.unanswered).toBe(0);
    expect(tries()).toBe(before + 2);
    const said = saying(bot, 'Slack refuses Socket Mode');
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('invalid_auth');
  });

  it('6. … or at the start: it lives, says so, and serves once the token is repaired', async (context) => {
    const { world, slack, watch, saying } = await startSocketWorld(context);
    const { expect } = context;
    const appToken = 'xapp-1-of-somebody-else';
    const refused = await world.startBot({ SLACK_APP_TOKEN: appToken });
    world.useBot(refused);
    const repair = () => void slack.settings.appTokens.push(appToken);
    const way = '6. app token refused at the start, repaired then';
    const { readyz, throughAgainS } = await watch(way, repair, { withinMs: 80_000, bot: refused });
    expect(readyz.map(({ said }) => said)).toEqual([
      '503 no socket to Slack: apps.connections.open: invalid_auth',
      READY,
    ]);
    expect(throughAgainS).toBeLessThan(66);
    expect(saying(refused, 'Slack refuses Socket Mode')).toHaveLength(1);
  });

  it('5. Slack ends it: too many sockets passes by itself, Socket Mode switched off is a refusal', async (context) => {
    const { slack, bot, watch, saying } = await startSocketWorld(context);
    const { expect } = context;
    const end = (reason: 'too_many_websockets' | 'link_disabled') =>
      watch(`5. disconnect ${reason}`, () => slack.socketMode.disconnect(reason), { withinMs: 80_000 });
    const passing = await end('too_many_websockets');
    expect(passing.throughAgainS).toBeLessThan(5);
    expect(saying(bot, 'Slack refuses Socket Mode')).toEqual([]);

    const { readyz, throughAgainS, commands } = await end('link_disabled');
    const off = '503 no socket to Slack: link_disabled: Socket Mode is switched off in the Slack app';
    expect(readyz.map(({ said }) => said)).toContain(off);
    expect(throughAgainS).toBeLessThan(66);
    expect(commands.unanswered).toBe(0);
    expect(saying(bot, 'Slack refuses Socket Mode')).toHaveLength(1);
  });

  it('3. Slack goes silent: noticed within half a minute, though TCP notices nothing', async (context) => {
    const { socketOf, watch } = await startSocketWorld(context);
    const { expect } = context;
    const mute = () => {
      socketOf().manners.mute = true;
    };
    const { readyz, throughAgainS } = await watch('3. silence', mute, { withinMs: 60_000 });
    expect(readyz.map(({ said }) => said)).toEqual([READY, '503 no socket to Slack: Slack went silent', READY]);
    expect(throughAgainS).toBeLessThan(35);
  });

  it('4. pongs come seven seconds late: the socket stays, and every command comes through', async (context) => {
    // And nothing else that would say that Slack is there.
    const manners = { pongAfterMs: 7_000, pingEveryMs: 3_600_000 };
    const { slack, socketOf, watch } = await startSocketWorld(context, { manners });
    const { expect } = context;
    const { pings } = socketOf();
    const nothing = () => undefined;
    const isOver = () => pings() >= 6;
    const { readyz, commands } = await watch('4. pongs after 7 s', nothing, { withinMs: 60_000, isOver });
    expect(readyz.map(({ said }) => said)).toEqual([READY]);
    expect(commands).toMatchObject({ 'no socket': 0, unanswered: 0 });
    expect(commands.answered).toBeGreaterThan(10);
    expect(slack.socketMode.history).toHaveLength(1);
  });

  it('7. Slack opens no new one, with 5xx and silence: tried again with growing pauses', async (context) => {
    const { slack, socketOf, watch } = await startSocketWorld(context);
    const { expect } = context;
    slack.fail({ method: 'apps.connections.open', kind: 'http500', times: 2 });
    slack.fail({ method: 'apps.connections.open', kind: 'timeout' });
    const way = '7. line cut, then apps.connections.open: twice 500, once no answer';
    const { readyz, throughAgainS } = await watch(way, () => socketOf().drop(), { withinMs: 45_000 });
    const said = readyz.map((each) => each.said).join('\n');
    expect(said).toContain('apps.connections.open: HTTP 500');
    expect(said).toContain('apps.connections.open: no answer');
    expect(throughAgainS).toBeLessThan(35);
  });

  it('7. … or with 429: after the pause that Slack asks for', async (context) => {
    const { slack, socketOf, watch } = await startSocketWorld(context);
    const { expect } = context;
    slack.fail({ method: 'apps.connections.open', kind: 'ratelimited', retryAfter: 5 });
    const way = '7. line cut, then apps.connections.open: 429 with Retry-After 5';
    const { readyz, throughAgainS } = await watch(way, () => socketOf().drop());
    expect(readyz.map(({ said }) => said)).toContain('503 no socket to Slack: apps.connections.open: ratelimited');
    expect(throughAgainS).toBeGreaterThan(5);
    expect(throughAgainS).toBeLessThan(12);
  });

  it('1. Slack closes it: another one within seconds', async (context) => {
    const { bot, socketOf, watch, saying } = await startSocketWorld(context);
    const { expect } = context;
    const { readyz, throughAgainS } = await watch('1. Slack closes the WebSocket', () => socketOf().close(1001));
    expect(readyz.at(-1)?.said).toBe(READY);
    expect(throughAgainS).toBeLessThan(5);
    expect(saying(bot, 'no socket to Slack: connecting again')[0]).toContain('closed with code 1001');
  });

  it('2. the line is reset: another one within seconds, and the log says why', async (context) => {
    const { bot, socketOf, watch, saying } = await startSocketWorld(context);
    const { expect } = context;
    const { throughAgainS } = await watch('2. TCP reset', () => socketOf().reset());
    expect(throughAgainS).toBeLessThan(5);
    const said = saying(bot, 'no socket to Slack: connecting again');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/"reason":"[^"]{10,}"/);
    expect(await metricOf(bot, 'webinar_qos_slack_socket_connected')).toBe(1);
    expect(await metricOf(bot, 'webinar_qos_slack_socket_events_total', { event: 'lost' })).toBe(1);
  });

  it('2. … with a command on its way: Slack sends it again, and it is answered once', async (context) => {
    const { slack, bot, socketOf } = await startSocketWorld(context);
    const { expect } = context;
    const asked = slack.typeCommand({ user: apple, channel: general, text: 'help' });
    socketOf().reset();
    expect((await asked).failure).toBeNull();
    const shown = () => slack.messagesFor(apple, general);
    await slack.waitFor(() => shown().length > 0);
    await bot.stop();
    expect(shown()).toHaveLength(1);
  });

  it('5. Slack wants it back: another one is there before it goes, and nobody notices', async (context) => {
    const { slack, socketOf, watch } = await startSocketWorld(context);
    const { expect } = context;
    for (const reason of ['warning', 'refresh_requested'] as const) {
      const old = socketOf();
      const isOver = () => !old.isOpen();
      const ask = () => slack.socketMode.disconnect(reason);
      const { readyz, commands } = await watch(`5. disconnect ${reason}`, ask, { isOver });
      expect(readyz.map(({ said }) => said)).toEqual([READY]);
      expect(commands).toMatchObject({ 'no socket': 0, unanswered: 0 });
      expect(old.closedByBot()).toBe(1000);
    }
    expect(slack.socketMode.sockets()).toHaveLength(1);
  });

  it('9. the process stops: the socket is closed first, and Slack sends to another process', async (context) => {
    const { world, slack, bot, isHelped, readiness } = await startSocketWorld(context);
    const { expect } = context;
    const second = await world.startBot();
    const [socket] = slack.socketMode.sockets();
    slack.socketMode.preferred = null;
    const stopped = bot.stop();
    const helped = await Promise.all(Array.from({ length: 10 }, () => isHelped()));
    expect(helped).toEqual(Array(10).fill(true));
    expect(await stopped).toBe(0);
    expect(socket?.closedByBot()).toBe(1000);
    expect(await isHelped()).toBe(true);
    expect(await readiness(second)).toBe(READY);
  });
});
