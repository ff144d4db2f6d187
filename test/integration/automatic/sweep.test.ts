import { describe, expect, inject, it, vi } from 'vitest';
import { qosSummaryEvents } from '../../../sim/zoom/webhook/summary-events.ts';
import { endedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import { addChannel, postsIn, subscribe, untilFinal } from '../support/channels.ts';
import { addRunning, endAndTell, endQuietly, sendEnded } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { metricOf } from '../support/metrics.ts';
import { addWebinar, toIso } from '../support/webinars.ts';
import { startWorld, textOf, type World } from '../support/world.ts';

const MINUTE_MS = 60_000;
const ENV = { REPORT_DELAYS_S: '1,3' };

/** All bots stop, something happens at Zoom, and they come back. */
async function whileDown(world: World, happens: () => void, replicas = 1): Promise<void> {
  await Promise.all(world.bots.map((bot) => bot.stop()));
  happens();
  for (let replica = 0; replica < replicas; replica += 1) world.useBot(await world.startBot());
}

const untilSwept = (world: World) =>
  world.slack.waitFor(
    () => world.bots.at(-1)?.lines.some((line) => line.includes('looked for webinars whose end nobody told')),
    15_000,
  );
const askedFor = ({ zoom }: World, uuid: string) =>
  zoom.requests.filter(({ url }) => url.includes(encodeURIComponent(uuid)));

describe.skipIf(inject('redisBinary') === '').concurrent('webinars whose end nobody told', () => {
  it('are found when the bot comes back, once over all replicas', async ({ onTestFinished }) => {
    const world = await startWorld({ replicas: 2, env: ENV }, onTestFinished);
    const channel = addChannel(world);
    const [missed, unwanted] = [addRunning(world), addRunning(world)];
    await subscribe(world, channel, missed.id);
    await whileDown(
      world,
      () => {
        for (const webinar of [missed, unwanted]) endQuietly(world, webinar);
      },
      2,
    );
    const message = await untilFinal(world, channel);
    expect(textOf(message)).toContain(missed.topic);
    await untilDone(world, missed);
    // Zoom's event comes after all.
    const ended = { ...missed, endedAt: toIso(Date.now()) };
    expect((await sendEnded(world, ended, { bot: world.bots.at(-1) })).status).toBe(200);
    expect(postsIn(world, channel)).toHaveLength(1);
    expect(askedFor(world, unwanted.uuid)).toEqual([]);
    const found = await Promise.all(
      world.bots.slice(-2).map((bot) => metricOf(bot, 'webinar_qos_swept_webinars_total')),
    );
    expect(found.sort()).toEqual([0, 1]);
  });

  it('are found in the log of what Zoom could not deliver, with all of their rows', async ({ onTestFinished }) => {
    const world = await startWorld({ env: ENV }, onTestFinished);
    const { settings } = world.zoom;
    settings.scopes.push('marketplace_app:read:admin');
    world.zoom.revokeTokens();
    const channel = addChannel(world);
    const missed = addRunning(world);
    await subscribe(world, channel, missed.id);
    await Promise.all(world.bots.map((bot) => bot.stop()));
    const ended = endQuietly(world, missed);
    const choices = { eventMs: Date.now() };
    const events = [...qosSummaryEvents(ended, choices), endedEvent(ended, choices)];
    for (const event of events) world.zoom.failToDeliver(event, 4);
    const bot = await world.startBot({ ZOOM_APP_ID: settings.appId });
    expect(textOf(await untilFinal(world, channel))).toContain(missed.topic);
    await untilDone(world, missed);
    // Once each, and no page had to be read.
    const outcome = (which: string) => metricOf(bot, 'webinar_qos_zoom_events_total', { outcome: which });
    expect([await outcome('collected'), await outcome('ended')]).toEqual([events.length - 1, 1]);
    expect(world.zoom.countOf('qosSummary')).toBe(0);
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  it('are left alone in that log, too, when they ended before anybody subscribed', async ({ onTestFinished }) => {
    const world = await startWorld({ env: ENV }, onTestFinished);
    const { settings } = world.zoom;
    settings.scopes.push('marketplace_app:read:admin');
    world.zoom.revokeTokens();
    const eventMs = Date.now() - 60 * MINUTE_MS;
    world.zoom.failToDeliver(endedEvent(addWebinar(world, { endedAt: toIso(eventMs) }), { eventMs }), 4);
    const channel = addChannel(world);
    await subscribe(world, channel);
    await Promise.all(world.bots.map((bot) => bot.stop()));
    const bot = await world.startBot({ ZOOM_APP_ID: settings.appId });
    world.useBot(bot);
    await untilSwept(world);
    expect(await metricOf(bot, 'webinar_qos_zoom_events_total', { outcome: 'ended' })).toBe(0);
    expect(postsIn(world, channel)).toHaveLength(0);
  });

  it('are left alone when they ended before anybody subscribed', async ({ onTestFinished }) => {
    const world = await startWorld({ env: ENV }, onTestFinished);
    const before = addWebinar(world, { endedAt: toIso(Date.now() - 5 * MINUTE_MS) });
    const channel = addChannel(world);
    await subscribe(world, channel);
    const missed = addRunning(world);
    await whileDown(world, () => void endQuietly(world, missed));
    expect(textOf(await untilFinal(world, channel))).toContain(missed.topic);
    await untilDone(world, missed);
    expect(postsIn(world, channel)).toHaveLength(1);
    expect(askedFor(world, before.uuid)).toEqual([]);
  });

  it('are not looked for while nobody has subscribed', async ({ onTestFinished }) => {
    const world = await startWorld({ env: ENV }, onTestFinished);
    await whileDown(world, () => void endQuietly(world, addRunning(world)));
    const sweeps = { name: 'ended.sweep', outcome: 'done' };
    // Not `slack.waitFor`, which takes a promise for a result; nor `expect.poll`, as tests run at the same time.
    await vi.waitFor(
      async () => expect(await metricOf(world.bots.at(-1), 'webinar_qos_jobs_total', sweeps)).toBeGreaterThan(0),
      { timeout: 15_000, interval: 100 },
    );
    expect(world.zoom.countOf('webinars')).toBe(0);
    // The look of such a call, were it made.
    await subscribe(world, addChannel(world));
    await whileDown(world, () => undefined);
    await untilSwept(world);
    expect(world.zoom.countOf('webinars')).toBeGreaterThan(0);
  });

  it('are not rehearsals of which an event told', async ({ onTestFinished }) => {
    const world = await startWorld({ env: ENV }, onTestFinished);
    const channel = addChannel(world);
    await subscribe(world, channel);
    const [rehearsal, show] = [addRunning(world), addRunning(world)];
    await endAndTell(world, rehearsal, { event: { practiceSession: true } });
    await whileDown(world, () => void endQuietly(world, show));
    const message = await untilFinal(world, channel);
    expect(textOf(message)).toContain(show.topic);
    await untilSwept(world);
    expect(postsIn(world, channel)).toHaveLength(1);
    expect(askedFor(world, rehearsal.uuid)).toEqual([]);
  });
});
