import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEBHOOK_SECRET } from '../../../sim/bot/bot-environment.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { qosSummaryEvents } from '../../../sim/zoom/webhook/summary-events.ts';
import { createWebhookSender } from '../../../sim/zoom/webhook/webhook-sender.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { addChannel, NOT_YET, postsIn, subscribe, untilFinal, untilPosted, versionsOf } from '../support/channels.ts';
import { addRunning, endAndTell, pushEvents, pushVisits, sendEnded } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { metricOf } from '../support/metrics.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, openWorld, startWorld, textOf, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ replicas: 2, env: { REPORT_DELAYS_S: '8,12', REPORT_QUIET_S: '1' } });
});
afterAll(async () => {
  const { slack, bots } = world;
  await world.close();
  expect(slack.errors).toEqual([]);
  expect(bots.flatMap(({ lines }) => lines.filter((line) => line.includes('nobody was listening')))).toEqual([]);
});

async function scene(changes: Partial<SimWebinar> = {}): Promise<{ webinar: SimWebinar; channel: string }> {
  const webinar = addRunning(world, {
    participants: samplePeople({ count: 60, presenters: 1, bad: 12, rejoins: 3 }),
    ...changes,
  });
  const channel = addChannel(world);
  await subscribe(world, channel, webinar.id);
  return { webinar, channel };
}

/** Calls for pages of this webinar. */
const pagesRead = ({ zoom }: World, { uuid }: SimWebinar) =>
  zoom.requests.filter(({ url }) => url.includes(encodeURIComponent(uuid)) && url.includes('qos_summary')).length;

describe.concurrent('a webinar whose visits were pushed', () => {
  it('is reported as soon as it is quiet, final at once, without a call for pages', async () => {
    const { webinar, channel } = await scene();
    await pushVisits(world, webinar, { doubled: 0.3, shuffled: true });
    const endedAt = Date.now();
    await endAndTell(world, webinar, { bot: world.bots[1] });
    const message = await untilFinal(world, channel);
    expect(Date.now() - endedAt).toBeLessThan(7_000);
    expect(textOf(message)).toMatch(/Bad/);
    expect(versionsOf(world, message).filter((version) => NOT_YET.test(version))).toEqual([]);
    await untilDone(world, webinar);
    expect(pagesRead(world, webinar)).toBe(0);
    expect(postsIn(world, channel).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  });

  it('has the same report as by the API', async () => {
    const participants = samplePeople({ count: 40, presenters: 2, fair: 3, bad: 9, rejoins: 2, seed: 7 });
    const [one, other] = [await scene({ participants, topic: 'Twin' }), await scene({ participants, topic: 'Twin' })];
    await pushVisits(world, one.webinar, { shuffled: true });
    await Promise.all([one, other].map(({ webinar }) => endAndTell(world, webinar)));
    const texts = await Promise.all(
      [one, other].map(async ({ channel }) => textOf(await untilFinal(world, channel, 30_000))),
    );
    expect(pagesRead(world, one.webinar)).toBe(0);
    expect(pagesRead(world, other.webinar)).toBeGreaterThan(3);
    const facts = texts.map((text) =>
      text.split('\n').filter((line) => /%|people/.test(line) && !line.includes(' UTC · ')),
    );
    expect(facts[0]).toEqual(facts[1]);
  });

  it('with a third of them missing is read at the usual time, and merged', async () => {
    const { webinar, channel } = await scene();
    await pushVisits(world, webinar, { missing: 0.33, shuffled: true });
    await endAndTell(world, webinar);
    expect(textOf(await untilFinal(world, channel, 30_000))).toContain('60 people');
    expect(pagesRead(world, webinar)).toBeGreaterThan(0);
  });

  it('of whom some are told late has the same message edited', async () => {
    const participants = samplePeople({ count: 120, presenters: 1, bad: 30, seed: 3 });
    const { webinar, channel } = await scene({ participants });
    const events = qosSummaryEvents(webinar, { eventMs: Date.now() });
    // 98.3 percent of them.
    await pushEvents(world, events.slice(0, -2));
    await endAndTell(world, webinar);
    const message = await untilPosted(world, channel, (text) => text.includes('of 117 attendees'));
    await untilDone(world, webinar);
    await pushEvents(world, events.slice(-2));
    const edited = await untilPosted(world, channel, (text) => text.includes('of 119 attendees'));
    expect(edited.ts).toBe(message.ts);
    expect(pagesRead(world, webinar)).toBe(0);
    // The same once more is no news.
    const versions = versionsOf(world, edited).length;
    await pushEvents(world, events.slice(-2));
    await world.slack.waitFor(() =>
      world.bots.some(({ lines }) =>
        lines.some((line) => line.includes('of no visit that is new') && line.includes(webinar.uuid)),
      ),
    );
    expect(versionsOf(world, edited)).toHaveLength(versions);
  });

  it('and that ended twice is reported once', async () => {
    const { webinar, channel } = await scene();
    await pushVisits(world, webinar);
    const ended = await endAndTell(world, webinar);
    await sendEnded(world, ended, { bot: world.bots[1], event: { idAs: 'string' } });
    await untilFinal(world, channel);
    await untilDone(world, webinar);
    expect(postsIn(world, channel).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  });
});

describe.concurrent('an ask', () => {
  it('for a webinar that nobody subscribed to is answered from what was pushed', async () => {
    const webinar = addWebinar(world);
    await pushVisits(world, webinar, { shuffled: true });
    const report = await world.askForReport(webinar.uuid);
    expect(isReport(report)).toBe(true);
    expect(textOf(report)).toContain('of 25 attendees');
    expect(pagesRead(world, webinar)).toBe(0);
  });
});

it('tells the operator once that Zoom pushes nothing', async () => {
  const own = await startWorld({ env: { REPORT_DELAYS_S: '2', REPORT_QUIET_S: '1' } });
  const webinars = [addRunning(own), addRunning(own)];
  const channel = addChannel(own);
  await subscribe(own, channel, webinars[0]?.id);
  for (const webinar of webinars) await endAndTell(own, webinar);
  await untilFinal(own, channel);
  await own.slack.waitFor(() => own.bots[0]?.lines.some((line) => line.includes('Zoom pushed nothing')));
  expect(own.bots[0]?.lines.filter((line) => line.includes('Zoom pushed nothing'))).toHaveLength(1);
});

it('loses nothing of what Zoom sends again after the store was away', async () => {
  const own = await startWorld({ env: { REPORT_DELAYS_S: '30', REPORT_QUIET_S: '2' } });
  const webinar = addRunning(own, { participants: samplePeople({ count: 20, bad: 5 }) });
  const channel = addChannel(own);
  await subscribe(own, channel, webinar.id);
  const sender = createWebhookSender({ url: `${own.bots[0]?.url}/zoom/events`, secret: WEBHOOK_SECRET, speed: 100 });
  own.redis?.freeze();
  const sending = sender.deliverAll(qosSummaryEvents(webinar, { eventMs: Date.now() }), { order: 'reversed' });
  await expect
    .poll(async () => metricOf(own.bots[0], 'webinar_qos_zoom_events_total', { outcome: 'not-stored' }))
    .toBe(20);
  own.redis?.thaw();
  const deliveries = await sending;
  expect(deliveries.every(({ delivered, attempts }) => delivered && attempts[0]?.status === 503)).toBe(true);
  await endAndTell(own, webinar);
  expect(textOf(await untilFinal(own, channel, 30_000))).toContain('of 20 attendees');
  expect(own.zoom.countOf('qosSummary')).toBe(0);
});

it('loses nothing when it is killed in the middle of the burst', async () => {
  const own = await startWorld({ env: { REPORT_DELAYS_S: '60', REPORT_QUIET_S: '2' } });
  const webinar = addRunning(own, { participants: samplePeople({ count: 60, presenters: 1, bad: 9, rejoins: 2 }) });
  const channel = addChannel(own);
  await subscribe(own, channel, webinar.id);
  const [killed] = own.bots;
  const port = new URL(killed?.url ?? '').port;
  const sender = createWebhookSender({ url: `${killed?.url}/zoom/events`, secret: WEBHOOK_SECRET, speed: 300 });
  const events = qosSummaryEvents(webinar, { eventMs: Date.now() });
  await pushEvents(own, events.slice(0, 30));
  own.redis?.freeze();
  // Some of those that are kept already among them, and none of these is answered.
  const sending = sender.deliverAll(events.slice(20));
  await expect.poll(() => metricOf(killed, 'webinar_qos_zoom_events_total', {})).toBeGreaterThanOrEqual(30);
  await killed?.stop('SIGKILL');
  own.redis?.thaw();
  const bot = await own.startBot({ PORT: port });
  expect((await sending).every(({ delivered, attempts }) => delivered && attempts[0]?.status !== 200)).toBe(true);
  await endAndTell(own, webinar, { bot });
  expect(textOf(await untilFinal(own, channel, 30_000))).toContain('of 59 attendees');
  expect(own.zoom.countOf('qosSummary')).toBe(0);
});
