import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { ReportHead } from '../../../src/reports/report.ts';
import { keys } from '../../../src/storage/keys.ts';
import { addChannel, NOT_YET, postsIn, subscribe, untilPosted, versionsOf } from '../support/channels.ts';
import { clickForEdit, clickForNew } from '../support/clicks.ts';
import { addRunning, endAndTell } from '../support/ended.ts';
import { untilDone, wakeJobs, withRedis } from '../support/final-report.ts';
import { isReport, openWorld, textOf, type World } from '../support/world.ts';

/** What is said of how much there is. */
const SAID = /Webinar quality:|complete|Preliminary|Nothing was added|Zoom now gives/;
const said: string[] = [];
let world: World;

beforeAll(async () => {
  if (inject('redisBinary') === '') return;
  // The later reads are due when the test says so; two come after the delays.
  world = await openWorld({ replicas: 2, env: { REPORT_DELAYS_S: '0,40000' } });
});
afterAll(async () => {
  if (process.env.PRINT_SENTENCES === '1') process.stdout.write(`\n${said.join('\n')}\n\n`);
  await world?.close();
});

function note(when: string, message: SimMessage): string {
  const lines = textOf(message)
    .split('\n')
    .filter((line) => SAID.test(line));
  said.push(`${when}:\n${lines.map((line) => `    ${line.trim()}`).join('\n')}`);
  return lines.join('\n');
}

/** 39 people came; Zoom gives so many of them, read by read. Half of them are fine, so that "Good" needs no details. */
async function scene(...rows: number[]): Promise<{ webinar: SimWebinar; channel: string }> {
  const growth = rows.map((upTo, index) => ({ readNumber: index + 1, upTo }));
  const webinar = addRunning(world, { participants: samplePeople({ count: 39, bad: 6, seed: 39 }), growth });
  const channel = addChannel(world);
  await subscribe(world, channel, webinar.id);
  await endAndTell(world, webinar);
  return { webinar, channel };
}

/** As if so many minutes had gone by since the last read. */
function passMinutes({ uuid }: SimWebinar, minutes: number): Promise<unknown> {
  const earlier = (iso: string) => new Date(Date.parse(iso) - minutes * 60_000).toISOString();
  return withRedis(world, async (redis) => {
    const { name } = keys.reportHead(uuid);
    const head = ReportHead.parse(JSON.parse((await redis.get(name)) ?? ''));
    const older = { ...head, readAt: earlier(head.readAt), freshUntil: earlier(head.freshUntil) };
    await redis.set(name, JSON.stringify(older), 'EX', 3600);
  });
}

describe.skipIf(inject('redisBinary') === '')('a webinar of which Zoom gives 19 of 39 people', () => {
  it('then 30, then 39, then 19 again: the channel and those who ask read how much it is', async () => {
    const { webinar, channel } = await scene(19, 30, 39, 19);
    const first = await untilPosted(world, channel, (text) => text.includes('19 of 39'));
    expect(note('19: the channel', first)).toMatch(
      /\(preliminary\).*incomplete: 19 of 39 people, read .*kept up to date/s,
    );
    const { message: asked } = await world.ask(webinar.id);
    expect(note('19: an ask', asked)).toMatch(/\(preliminary\).*incomplete: 19 of 39 people, read .*Refresh shows/s);

    await wakeJobs(world);
    const second = await untilPosted(world, channel, (text) => text.includes('30 of 39'));
    note('30: the channel', second);
    expect(note('30: an ask', (await world.ask(webinar.id)).message)).toContain('incomplete: 30 of 39 people');

    await wakeJobs(world);
    const third = await untilPosted(world, channel, (text) => !NOT_YET.test(text));
    expect(note('39: the channel', third)).toMatch(/complete data from Zoom, read /);
    await untilDone(world, webinar);
    const { message: complete } = await world.ask(webinar.id);
    expect(note('39: an ask', complete)).toMatch(/complete data from Zoom, read /);

    await passMinutes(webinar, 3);
    const { message } = await world.ask(webinar.id);
    const again = await world.become(message, (_text, now) => isReport(now));
    expect(note('19 again: an ask', again)).toMatch(
      /complete data from Zoom, read .*Zoom now gives only 19 of 39 \(asked .*\); this is the fuller read of /s,
    );
    expect(textOf(again)).not.toMatch(NOT_YET);
    note('19 again: the channel', world.slack.current(third) ?? expect.unreachable('the message is gone'));
    expect(versionsOf(world, third)).toHaveLength(3);
    expect(postsIn(world, channel).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);

    // The answer of long ago still stands there, with its buttons.
    expect(textOf(await clickForNew(world, asked, 'Worst connections'))).toMatch(/Worst connections – 1–\d of \d/);
    await withRedis(world, (redis) => redis.keys('*}:report:*').then((olderHeads) => redis.del(...olderHeads)));
    const newer = await clickForNew(world, asked, 'Worst connections');
    expect(textOf(newer)).toMatch(/there is a newer report of this webinar/);
    expect(textOf(await clickForNew(world, asked, 'Share'))).toMatch(/there is a newer report of this webinar/);
    const shown = await clickForEdit(world, newer, 'Show the newer report');
    expect(isReport(shown)).toBe(true);
    expect(textOf(await clickForNew(world, shown, 'Worst connections'))).toMatch(/Worst connections – 1–5 of 6/);
    expect(world.slack.errors).toEqual([]);
  });

  it('and never more: it is read on for a day, and then says since when nothing was added', async () => {
    const { webinar, channel } = await scene(19);
    const first = await untilPosted(world, channel, (text) => text.includes('19 of 39'));
    for (const version of [2, 3]) {
      await wakeJobs(world);
      await world.slack.waitFor(() => versionsOf(world, first).length === version);
      expect(versionsOf(world, first).at(-1)).toMatch(/\(preliminary\)/);
    }
    await wakeJobs(world);
    await untilDone(world, webinar);
    const last = await untilPosted(world, channel, (text) => text.includes('Nothing was added since'));
    expect(note('a day later: the channel', last)).toMatch(/\(incomplete\) – .*incomplete: 19 of 39 people, read /s);
    expect(textOf(last)).not.toMatch(/kept up to date|final/i);
    expect(world.slack.errors).toEqual([]);
  });
});
