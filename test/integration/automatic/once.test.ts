import { describe, expect, inject, it } from 'vitest';
import type { BotProcess } from '../../../sim/bot/bot-process.ts';
import { newRequestId } from '../../../sim/zoom/webhook/send-webhook.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { addChannel, postsIn, subscribe, untilFinal, untilPosted, versionsOf } from '../support/channels.ts';
import { addRunning, endAndTell, endQuietly, sendEnded } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { metricOf } from '../support/metrics.ts';
import { isReport, startWorld, textOf, type World } from '../support/world.ts';

/** A job of a killed process is free when its lock has run out, and found by the next check. */
const FOUND_AGAIN_MS = 60_000;

async function watched(world: World): Promise<{ webinar: SimWebinar; channel: string }> {
  const webinar = addRunning(world);
  const channel = addChannel(world);
  await subscribe(world, channel, webinar.id);
  return { webinar, channel };
}

/** Kill -9, and another one instead. */
async function replaceKilled(world: World, bot: BotProcess | undefined): Promise<BotProcess> {
  await bot?.stop('SIGKILL');
  const next = await world.startBot();
  world.useBot(next);
  return next;
}

describe.skipIf(inject('redisBinary') === '').concurrent('one end of a webinar, one message', () => {
  it('with five copies at once to two replicas, and more after a restart', async ({ onTestFinished }) => {
    const world = await startWorld({ replicas: 2, env: { REPORT_DELAYS_S: '1,3' } }, onTestFinished);
    const { webinar, channel } = await watched(world);
    const [first, second] = world.bots;
    const ended = endQuietly(world, webinar);
    const copies = [first, second, first, second, first].map((bot) => sendEnded(world, ended, { bot }));
    expect((await Promise.all(copies)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await untilFinal(world, channel);
    await untilDone(world, webinar);

    await Promise.all([first?.stop(), second?.stop()]);
    const restarted = [await world.startBot(), await world.startBot()];
    const requestId = newRequestId();
    const again = [
      { bot: restarted[0], requestId },
      { bot: restarted[1], requestId },
      { bot: restarted[0], event: { eventMs: Date.now() + 5_000 } },
      { bot: restarted[1], event: { idAs: 'string', withEndTime: false } },
    ] as const;
    for (const sending of again) expect((await sendEnded(world, ended, sending)).status).toBe(200);
    const counted = restarted.map((bot) => metricOf(bot, 'webinar_qos_zoom_events_total', { outcome: 'duplicate' }));
    expect(await Promise.all(counted)).toEqual([2, 2]);
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  it('with five copies that are read at once', async ({ onTestFinished }) => {
    const world = await startWorld({ replicas: 2, env: { REPORT_DELAYS_S: '0,2' } }, onTestFinished);
    const { webinar, channel } = await watched(world);
    const ended = endQuietly(world, webinar);
    const bots = [0, 1, 0, 1, 0].map((index) => world.bots[index]);
    await Promise.all(bots.map((bot) => sendEnded(world, ended, { bot })));
    await untilFinal(world, channel);
    await untilDone(world, webinar);
    for (const bot of bots) await sendEnded(world, ended, { bot });
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  it('with the bot killed between receiving and posting', { timeout: 90_000 }, async ({ onTestFinished }) => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,3' } }, onTestFinished);
    const { webinar, channel } = await watched(world);
    await endAndTell(world, webinar);
    await replaceKilled(world, world.bots[0]);
    // On a slow machine the first look has begun, and is found again.
    expect(isReport(await untilFinal(world, channel, FOUND_AGAIN_MS))).toBe(true);
    await untilDone(world, webinar);
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  it('with the bot killed in the middle of reading', { timeout: 90_000 }, async ({ onTestFinished }) => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,3' } }, onTestFinished);
    const { webinar, channel } = await watched(world);
    world.zoom.setLatency((endpoint) => (endpoint === 'qosSummary' ? 1_000 : 0));
    await endAndTell(world, webinar);
    await world.slack.waitFor(() => world.zoom.countOf('qosSummary') >= 2, 10_000);
    await replaceKilled(world, world.bots[0]);
    await untilFinal(world, channel, FOUND_AGAIN_MS);
    await untilDone(world, webinar);
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  // Slack has taken the message and the bot dies before it can write that down: here, and only here, there may be two.
  it('or two, with the bot killed between posting and recording', { timeout: 90_000 }, async ({ onTestFinished }) => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,3' } }, onTestFinished);
    const { webinar, channel } = await watched(world);
    world.slack.fail({ method: 'chat.postMessage', kind: 'slow', delayMs: 5_000 });
    await endAndTell(world, webinar);
    const unrecorded = await untilPosted(world, channel);
    await replaceKilled(world, world.bots[0]);
    const { ts } = await untilPosted(world, channel, (_text, one) => one.ts !== unrecorded.ts, FOUND_AGAIN_MS);
    await untilDone(world, webinar);
    const posts = postsIn(world, channel);
    expect(posts.map((one) => one.ts)).toEqual([unrecorded.ts, ts]);
    expect(posts.map(textOf)).toEqual([textOf(unrecorded), textOf(unrecorded)]);
  });

  it('with the bot killed between recording and the last edit', { timeout: 90_000 }, async ({ onTestFinished }) => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,3' } }, onTestFinished);
    const webinar = addRunning(world, {
      growth: [
        { readNumber: 1, upTo: 12 },
        { readNumber: 2, upTo: 25 },
      ],
    });
    const channel = addChannel(world);
    await subscribe(world, channel, webinar.id);
    world.slack.fail({ method: 'chat.update', kind: 'slow', delayMs: 5_000 });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel);
    await replaceKilled(world, world.bots[0]);
    const repeated = await world.slack.waitFor(() => versionsOf(world, message).length === 3, FOUND_AGAIN_MS);
    expect(repeated).toBe(true);
    expect(postsIn(world, channel)).toHaveLength(1);
  });
});
