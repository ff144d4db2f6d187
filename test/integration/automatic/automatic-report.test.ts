import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import type { SimParticipant, SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { keys } from '../../../src/storage/keys.ts';
import { addChannel, NOT_YET, postsIn, subscribe, untilFinal, untilPosted, versionsOf } from '../support/channels.ts';
import { addRunning, endAndTell, endQuietly, sendEnded } from '../support/ended.ts';
import { untilDone, wakeJobs, withRedis } from '../support/final-report.ts';
import { metricOf } from '../support/metrics.ts';
import { isReport, openWorld, startWorld, textOf, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ replicas: 2, env: { REPORT_DELAYS_S: '1,3,5' } });
});
afterAll(async () => {
  const { slack, bots } = world;
  await world.close();
  expect(slack.errors).toEqual([]);
  const crashes = bots.flatMap(({ lines }) => lines.filter((line) => line.includes('nobody was listening')));
  expect(crashes).toEqual([]);
});

/** So many people, the badly connected ones last: what Zoom has published first says nothing of them. */
function peopleInOrder(count: number, bad: number): SimParticipant[] {
  const people = samplePeople({ count, bad, seed: count, detail: (_, connection) => ({ connection }) });
  const isBad = ({ detail }: SimParticipant) => Number(detail.connection === 'bad');
  return people.sort((a, b) => isBad(a) - isBad(b));
}

const byRead = (...rows: number[]) => rows.map((upTo, index) => ({ readNumber: index + 1, upTo }));

/** A running webinar and a channel that wants to hear of it. */
async function scene(changes: Partial<SimWebinar>, words = ''): Promise<{ webinar: SimWebinar; channel: string }> {
  const webinar = addRunning(world, changes);
  const channel = addChannel(world);
  await subscribe(world, channel, `${webinar.id} ${words}`);
  return { webinar, channel };
}

const repliesTo = ({ channel, ts }: SimMessage) => postsIn(world, channel).filter(({ threadTs }) => threadTs === ts);
const asked = (name: string) => world.zoom.requests.filter(({ url }) => url.includes(encodeURIComponent(name)));

describe.concurrent('limits', () => {
  it('of Slack: one post a second and channel, over all replicas and however many there are', async () => {
    const channel = addChannel(world);
    await subscribe(world, channel, 'topic: rush hour');
    const rush = Array.from({ length: 14 }, (_, index) => addRunning(world, { topic: `Rush Hour ${index}` }));
    await Promise.all(rush.map((webinar, index) => endAndTell(world, webinar, { bot: world.bots[index % 2] })));
    await world.slack.waitFor(() => postsIn(world, channel).length === rush.length, 30_000);
    const calls = world.slack.calls.filter((call) => call.channel === channel && call.method === 'chat.postMessage');
    expect(calls.map(({ error }) => error)).toEqual(rush.map(() => null));
    // A busy machine makes single gaps shorter and longer: of four in a row that adds up to next to nothing.
    const fours = calls.slice(4).map(({ atMs }, index) => atMs - (calls[index]?.atMs ?? 0));
    expect(Math.min(...fours)).toBeGreaterThan(3_600);
  });

  it.for([
    // A look-up and three pages are needed.
    ['is short', '3', 1],
    ['is used up', '0', 0],
  ] as const)("of Zoom: when the day's budget %s, it says so and reads on the next day", async (row, test) => {
    const [, left, callsToday] = row;
    const env = { REPORT_DELAYS_S: '1,2', ZOOM_HEAVY_PER_DAY: '100' };
    const day = await startWorld({ env }, test.onTestFinished);
    const channel = addChannel(day);
    const webinar = addRunning(day, { participants: peopleInOrder(30, 12) });
    await subscribe(day, channel, webinar.id);
    const today = keys.zoomDailyQuota(new Date().toISOString().slice(0, 10)).name;
    await withRedis(day, (redis) => redis.set(today, String(100 - Number(left)), 'EX', 3600));
    await endAndTell(day, webinar);
    const notice = await untilPosted(day, channel);
    expect(textOf(notice)).toMatch(
      /no quality report yet\. .*(?:daily limit.* Reading goes on|needs about 3 calls.* Reading begins) by itself \(.*00:00/s,
    );
    expect(day.zoom.countOf('webinar')).toBe(callsToday);
    expect(day.zoom.countOf('qosSummary')).toBe(0);

    await withRedis(day, (redis) => redis.del(today));
    await wakeJobs(day);
    const message = await untilFinal(day, channel);
    expect([message.ts, isReport(message)]).toEqual([notice.ts, true]);
    expect(postsIn(day, channel)).toHaveLength(1);
  });
});

describe.concurrent('data that grows', () => {
  it('is posted once, as preliminary, and edited until it is final; that it became worse is one reply', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(40, 12), growth: byRead(20, 28, 40) });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel);
    const versions = versionsOf(world, message);
    expect(versions).toHaveLength(3);
    expect(versions[0]).toMatch(/Webinar quality: Good \(preliminary\) – .*incomplete: 20 of 40 people/s);
    expect(versions[1]).toMatch(/Webinar quality: Good \(preliminary\) – .*incomplete: 28 of 40 people/s);
    expect(versions[2]).toMatch(/Webinar quality: Bad – .*12 of 40 attendees .*complete data from Zoom, read /s);
    expect(versions[2]).not.toMatch(NOT_YET);
    expect(isReport(message)).toBe(true);
    await untilDone(world, webinar);
    const replies = await world.slack.waitFor(() => repliesTo(message).length > 0 && repliesTo(message));
    expect(replies.map(textOf)).toEqual([expect.stringContaining('the verdict is now *Bad*')]);
    expect(postsIn(world, channel)).toHaveLength(2);
  });

  it('only edits when the verdict gets better', async () => {
    const participants = peopleInOrder(40, 3).reverse();
    const { webinar, channel } = await scene({ participants, growth: byRead(10, 20, 40) });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel);
    await untilDone(world, webinar);
    expect(versionsOf(world, message).map((version) => /Good|Fair|Poor|Bad/.exec(version)?.[0])).toEqual([
      'Bad',
      'Poor',
      'Fair',
    ]);
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  it('is final at once when nearly everybody is read', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(100, 0), growth: byRead(98, 100) });
    await endAndTell(world, webinar);
    await untilDone(world, webinar);
    const message = await untilFinal(world, channel);
    expect(versionsOf(world, message)).toHaveLength(1);
  });

  it('is read on after the last delay, and final when the last of it has come', async () => {
    const growth = byRead(31, 31, 31, 50);
    const { webinar, channel } = await scene({ participants: peopleInOrder(50, 20), growth });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel, 30_000);
    await untilDone(world, webinar);
    const versions = versionsOf(world, message);
    expect(versions.slice(0, 3).map((version) => NOT_YET.test(version))).toEqual([true, true, true]);
    expect(versions[3]).toContain('complete data from Zoom');
    expect(versions).toHaveLength(4);
  });

  it('stays readable when the next reads find nothing', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(40, 12), growth: byRead(20, 0) });
    await endAndTell(world, webinar);
    const message = await untilPosted(world, channel);
    await world.slack.waitFor(
      () => asked(webinar.uuid).filter(({ url }) => url.includes('qos_summary')).length > 4,
      30_000,
    );
    expect(textOf(message)).toMatch(/Good.*incomplete: 20 of 40 people/s);
    expect(versionsOf(world, message)).toHaveLength(1);
  });
});

describe.concurrent('data that comes late, or never', () => {
  it('is reported when nothing was there at first', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(40, 12), growth: byRead(0, 0, 40) });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel);
    expect(isReport(message)).toBe(true);
    expect(versionsOf(world, message)).toHaveLength(1);
  });

  it('is one message that says so, after the last delay, when Zoom never publishes any', async () => {
    const { webinar, channel } = await scene({ growth: [{ readNumber: 99, upTo: 25 }] });
    await endAndTell(world, webinar);
    const message = await untilPosted(world, channel);
    expect(textOf(message)).toMatch(/no quality report\. Zoom holds no quality data/);
    await untilDone(world, webinar);
    expect(asked(webinar.uuid).filter(({ url }) => url.includes('qos_summary'))).toHaveLength(3);
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  it('is reported as not graded when people came but nobody was measured', async () => {
    const { webinar, channel } = await scene({ participants: samplePeople({ count: 6, noData: 6 }) });
    await endAndTell(world, webinar);
    expect(textOf(await untilFinal(world, channel))).toContain('Nobody could be graded');
  });
});

describe.concurrent('who hears of it', () => {
  it('gets one line when all was good', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(40, 0) });
    await endAndTell(world, webinar);
    const message = await untilFinal(world, channel);
    expect(message.blocks).toHaveLength(1);
    expect(textOf(message)).toMatch(
      new RegExp(`^:white_check_mark: \\*${webinar.topic}\\* – Good\\. None of 40 people had trouble\\. .*$`),
    );
  });

  it('is nobody when only poor ones are wanted and it was fair', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(100, 5) }, 'only poor');
    const everything = addChannel(world);
    await subscribe(world, everything, webinar.id);
    await endAndTell(world, webinar);
    expect(textOf(await untilFinal(world, everything))).toContain('Fair');
    await untilServed(channel);
    expect(postsIn(world, channel)).toEqual([]);
  });

  it('is told when only poor ones are wanted and it was bad', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(40, 12) }, 'only poor');
    await endAndTell(world, webinar);
    expect(textOf(await untilFinal(world, channel))).toContain('Bad');
  });

  it('is not bothered with missing data when only bad ones are wanted', async () => {
    const { webinar, channel } = await scene({ growth: [{ readNumber: 99, upTo: 25 }] }, 'only bad');
    await endAndTell(world, webinar);
    await untilServed(channel);
    expect(postsIn(world, channel)).toEqual([]);
  });

  it('is a channel once, however many of its subscriptions match, and every channel that has one', async () => {
    const { webinar, channel } = await scene({ topic: 'Case of the Two Pears', participants: peopleInOrder(40, 12) });
    const other = addChannel(world);
    await subscribe(world, channel, 'topic: two pears');
    await subscribe(world, other, 'topic: TWO PEARS only bad');
    await endAndTell(world, webinar);
    for (const id of [channel, other]) {
      await untilFinal(world, id);
      expect(postsIn(world, id)).toHaveLength(1);
    }
    expect(asked(webinar.uuid).filter(({ url }) => url.includes('qos_summary'))).toHaveLength(4);
  });

  it('is nobody after a rehearsal, and the show is reported', async () => {
    const { webinar, channel } = await scene({ participants: peopleInOrder(40, 0) });
    await sendEnded(world, webinar, { event: { practiceSession: true } });
    expect(await metricOf(world.bots[0], 'webinar_qos_zoom_events_total', { outcome: 'practice' })).toBeGreaterThan(0);
    expect(asked(webinar.uuid)).toEqual([]);
    await endAndTell(world, webinar, { event: { practiceSession: false } });
    await untilFinal(world, channel);
    expect(postsIn(world, channel)).toHaveLength(1);
  });

  it('is nobody outside every subscription: not one call to Zoom', async () => {
    const webinar = endQuietly(world, addRunning(world));
    expect((await sendEnded(world, webinar)).status).toBe(200);
    await untilDone(world, webinar);
    expect([...asked(webinar.uuid), ...asked(webinar.id)]).toEqual([]);
  });
});

/** A post that leads to nothing leaves a line in the log only. */
function untilServed(channel: string): Promise<boolean> {
  return world.slack.waitFor(
    () =>
      world.bots.some(({ lines }) =>
        lines.some((line) => line.includes(channel) && line.includes('a channel was served')),
      ),
    15_000,
  );
}
