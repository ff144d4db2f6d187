import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { addChannel, NOT_YET, postsIn, subscribe, untilFinal, untilPosted, versionsOf } from '../support/channels.ts';
import { addRunning, endAndTell } from '../support/ended.ts';
import { untilDone, wakeJobs } from '../support/final-report.ts';
import { createSentenceBook } from '../support/sentences.ts';
import { openWorld, textOf, type World } from '../support/world.ts';

const NO_LONGER = /No longer updated: nobody in this channel is subscribed to this webinar any more\./;
const PROMISE = /This message is kept up to date/;
const book = createSentenceBook('Unsubscribed before the final report');
let world: World;

beforeAll(async () => {
  if (inject('redisBinary') === '') return;
  // The later reads are due when the test says so.
  world = await openWorld({ replicas: 2, env: { REPORT_DELAYS_S: '0,1000,2000' } });
});
afterAll(async () => {
  book.print();
  await world?.close();
});

async function unsubscribe(channel: string, number: string): Promise<void> {
  const { message } = await world.ask(`unsubscribe ${number}`, { channel, user: SLACK_IDS.apple });
  expect(textOf(message)).toContain('Removed:');
}

/** A webinar of which two channels have read the preliminary report: 10 people then, 15 next, all with the last read. */
async function scene() {
  const growth = [10, 15, 25].map((upTo, index) => ({ readNumber: index + 1, upTo }));
  const webinar = addRunning(world, { growth });
  const [left, staying] = [addChannel(world), addChannel(world)];
  for (const channel of [left, staying]) await subscribe(world, channel, webinar.id);
  await endAndTell(world, webinar);
  for (const channel of [left, staying]) await untilPosted(world, channel, (text) => NOT_YET.test(text));
  return { webinar, left, staying };
}

/** A verdict that got worse is a reply besides. */
const outsideThreads = (channel: string) => postsIn(world, channel).filter(({ threadTs }) => threadTs === undefined);
const concluded = (channel: string) => untilPosted(world, channel, (text) => NO_LONGER.test(text));

describe.skipIf(inject('redisBinary') === '')('a channel that unsubscribes before the final report', () => {
  it('is told that its message is no longer updated, and nothing else; the other gets the last word', async () => {
    const { webinar, left, staying } = await scene();
    const [before] = postsIn(world, left);
    book.add('before', before ?? expect.unreachable('nothing was posted'));
    await unsubscribe(left, webinar.id);
    await wakeJobs(world);
    const message = await concluded(left);
    expect(textOf(message)).not.toMatch(PROMISE);
    book.add('after', message);

    await untilPosted(world, staying, (text) => text.includes('of 15'));
    await wakeJobs(world);
    const final = await untilFinal(world, staying);
    await untilDone(world, webinar);
    expect(textOf(final)).not.toMatch(NO_LONGER);
    expect(postsIn(world, left)).toEqual([message]);
    expect(versionsOf(world, message)).toHaveLength(2);
    expect(outsideThreads(staying)).toEqual([final]);
    expect(world.slack.errors).toEqual([]);
  });

  it('is told so when nobody is left, for whom nothing is read; one that subscribes again gets the last word', async () => {
    const { webinar, left, staying } = await scene();
    for (const channel of [left, staying]) await unsubscribe(channel, webinar.id);
    const calls = world.zoom.countOf('qosSummary');
    await wakeJobs(world);
    for (const channel of [left, staying]) await concluded(channel);
    expect(world.zoom.countOf('qosSummary')).toBe(calls);

    await subscribe(world, staying, webinar.id);
    await wakeJobs(world);
    await untilPosted(world, staying, (text) => text.includes('15 of 25 people'));
    await wakeJobs(world);
    const final = await untilPosted(world, staying, (text) => !NO_LONGER.test(text) && !NOT_YET.test(text));
    await untilDone(world, webinar);
    expect(outsideThreads(staying)).toEqual([final]);
    const [message] = postsIn(world, left);
    expect(textOf(message ?? expect.unreachable('the message is gone'))).toMatch(NO_LONGER);
    expect(postsIn(world, left)).toHaveLength(1);
    expect(world.slack.errors).toEqual([]);
  });
});
