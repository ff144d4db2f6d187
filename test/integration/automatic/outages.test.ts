import { describe, expect, inject, it, vi } from 'vitest';
import { WEBHOOK_SECRET } from '../../../sim/bot/bot-environment.ts';
import type { SlackFaultKind } from '../../../sim/slack/web-api/slack-faults.ts';
import { endedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import { createWebhookSender } from '../../../sim/zoom/webhook/webhook-sender.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { startRedis } from '../../setup/start-redis.ts';
import { addChannel, NOT_YET, postsIn, subscribe, untilFinal, versionsOf } from '../support/channels.ts';
import { addRunning, endAndTell, endQuietly } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { metricOf } from '../support/metrics.ts';
import { isReport, startWorld, type World } from '../support/world.ts';

/** Ready after a first read of half the people; complete with the second. */
const GROWING: Partial<SimWebinar> = {
  growth: [
    { readNumber: 1, upTo: 12 },
    { readNumber: 2, upTo: 25 },
  ],
};

async function watched(world: World, changes: Partial<SimWebinar> = {}) {
  const webinar = addRunning(world, changes);
  const channel = addChannel(world);
  await subscribe(world, channel, webinar.id);
  return { webinar, channel };
}

const readyz = async (world: World) => (await fetch(`${world.bots.at(-1)?.url}/readyz`)).status;
const callsOf = ({ slack }: World, name: string) => slack.calls.filter(({ method }) => method === name);

/** Not `expect.poll`, which does not work in tests that run at the same time. */
const until = (check: () => Promise<void> | void, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 100 });

describe.skipIf(inject('redisBinary') === '').concurrent('a webinar ends while something is out', () => {
  it.for(['stopped', 'frozen'] as const)(
    'Redis %s: 503 in time, and the resent event is reported',
    async (how, test) => {
      const world = await startWorld({ replicas: 0, env: { REPORT_DELAYS_S: '1,3' } }, test.onTestFinished);
      const { redis } = world;
      // Its subscriptions go with a Redis that keeps nothing; the operator's own does not.
      const channel = addChannel(world);
      const bot = await world.startBot({ REPORT_CHANNEL: channel });
      const ended = endQuietly(world, addRunning(world));
      if (how === 'stopped') await redis?.stop();
      else redis?.freeze();

      const sender = createWebhookSender({ url: `${bot.url}/zoom/events`, secret: WEBHOOK_SECRET, speed: 100 });
      const delivering = sender.deliver(endedEvent(ended, { eventMs: Date.now() }));
      await until(async () =>
        expect(await metricOf(bot, 'webinar_qos_zoom_events_total', { outcome: 'not-stored' })).toBe(1),
      );
      expect(await readyz(world)).toBe(503);
      if (how === 'frozen') redis?.thaw();
      else {
        const again = await startRedis({ port: redis?.port ?? 0 });
        test.onTestFinished(() => again.kill());
      }
      const { attempts, delivered } = await delivering;
      expect(attempts.map(({ status }) => status)).toEqual([503, 200]);
      for (const { ms } of attempts) expect(ms).toBeLessThan(3_000);
      expect(delivered).toBe(true);
      expect(isReport(await untilFinal(world, channel))).toBe(true);
      await untilDone(world, ended);
      expect(postsIn(world, channel)).toHaveLength(1);
    },
  );

  it('Zoom fails for a while: it is reported all the same', async ({ onTestFinished }) => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,4,9' } }, onTestFinished);
    const { webinar, channel } = await watched(world);
    // Three tries are one read: the first fails at the look-up, the second in the middle of the pages.
    world.zoom.fail({ endpoint: 'webinar', kind: 'status', status: 503, times: 3 });
    world.zoom.fail({ endpoint: 'qosSummary', kind: 'html', status: 502, times: 3, after: 1 });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel, 30_000);
    expect(isReport(message)).toBe(true);
    expect(versionsOf(world, message)).toHaveLength(1);
    expect(world.zoom.requests.filter(({ status }) => status === 503 || status === 502)).toHaveLength(6);
  });

  it.for<[string, 'chat.postMessage' | 'chat.update', SlackFaultKind[], number]>([
    [
      'posting',
      'chat.postMessage',
      [{ kind: 'ratelimited', retryAfter: 2 }, { kind: 'http500' }, { kind: 'html' }, { kind: 'reset' }],
      0,
    ],
    ['posting', 'chat.postMessage', [{ kind: 'timeout' }, { kind: 'error', error: 'internal_error' }], 0],
    [
      'editing',
      'chat.update',
      [{ kind: 'ratelimited', retryAfter: 2 }, { kind: 'http500' }, { kind: 'html' }, { kind: 'resetAfterWork' }],
      1,
    ],
    ['editing', 'chat.update', [{ kind: 'timeoutAfterWork' }, { kind: 'error', error: 'fatal_error' }], 1],
  ])('Slack fails at %s (%s): one message, right in the end', { timeout: 90_000 }, async (row, test) => {
    const [, method, faults, repeats] = row;
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,3' } }, test.onTestFinished);
    const { webinar, channel } = await watched(world, GROWING);
    for (const fault of faults) world.slack.fail({ method, ...fault });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel, 60_000);
    await until(() => expect(callsOf(world, method).filter(({ ok }) => ok)).toHaveLength(1), 60_000);
    expect(callsOf(world, method)).toHaveLength(faults.length + 1);
    const [limited, next] = callsOf(world, method);
    if (faults[0]?.kind === 'ratelimited') {
      expect(limited?.error).toBe('ratelimited');
      expect((next?.atMs ?? 0) - (limited?.atMs ?? 0)).toBeGreaterThan(1_900);
    }
    expect(postsIn(world, channel)).toHaveLength(1);
    expect(versionsOf(world, message).at(-1)).not.toMatch(NOT_YET);
    expect(versionsOf(world, message).length).toBeLessThanOrEqual(2 + repeats);
  });

  it('Slack refuses the token: told on /readyz, hammered by nobody, posted when it is taken again', async (test) => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1' } }, test.onTestFinished);
    const { slack } = world;
    const [first, second] = [await watched(world), await watched(world)];
    await until(async () => expect(await readyz(world)).toBe(200));
    const token = slack.settings.botToken;
    slack.settings.botToken = 'xoxb-sim-another-one';
    const before = slack.calls.length;
    await endAndTell(world, first.webinar);
    await until(async () => expect(await readyz(world)).toBe(503));
    await endAndTell(world, second.webinar);
    await untilDone(world, second.webinar);
    await until(() => expect(callsOf(world, 'auth.test').length).toBeGreaterThan(2));
    const calls = slack.calls.slice(before);
    expect(calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
    expect(calls.every(({ error }) => error === 'invalid_auth')).toBe(true);
    expect(await metricOf(world.bots[0], 'webinar_qos_paused_subscriptions')).toBe(0);

    slack.settings.botToken = token;
    await until(async () => expect(await readyz(world)).toBe(200));
    for (const { channel } of [first, second]) {
      expect(isReport(await untilFinal(world, channel, 30_000))).toBe(true);
      expect(postsIn(world, channel)).toHaveLength(1);
    }
  });
});
