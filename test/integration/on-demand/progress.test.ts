import { describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { clickForEdit } from '../support/clicks.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, startWorld, textOf, type World, type WorldOptions } from '../support/world.ts';

const { apple, banana, general } = SLACK_IDS;
const PROGRESS = 'reading.progress';
const READS_FOR_MS = 30_000;

/** What Apple sees of the bot in #general, oldest first. */
const seen = ({ slack }: World) => slack.messagesFor(apple, general);
const current = ({ slack }: World, message: SimMessage) => slack.current(message) ?? expect.unreachable('it is gone');
const untilReport = (world: World, message: SimMessage) =>
  world.become(message, (_text, now) => isReport(now), READS_FOR_MS);
const untilItIsTheReport = (world: World, message: SimMessage) =>
  world.slack.waitFor(() => {
    const now = world.slack.current(message);
    return now && isReport(now) ? now : null;
  }, READS_FOR_MS);

/** A webinar of 600 people whose reading takes some seconds. */
async function startSlowly(options: WorldOptions = { redis: 'none' }) {
  const world = await startWorld(options);
  const { id } = addWebinar(world, { participants: samplePeople({ count: 600, bad: 60, seed: 7 }) });
  world.zoom.setLatency(60);
  return { world, id };
}

describe('a question', () => {
  it('about 2,000 people leaves two messages: that it is read and for how long, and the report', async () => {
    const world = await startWorld({ redis: 'none' });
    const { message } = await world.ask(SAMPLE_IDS.large);
    expect(textOf(message)).toMatch(/“Yearly Kick-off”.* about 2,0\d\d people.* Ready in about .*\[Show progress\]/s);
    const report = await untilReport(world, message);
    expect(seen(world).map(({ ts }) => ts)).toEqual([message.ts, report.ts]);
    expect(world.slack.messagesFor(banana, general)).toEqual([]);
    expect(world.slack.errors).toEqual([]);
  });
});

describe('a click on “Show progress”', () => {
  it('shows how far it is, and then the report, in the place of the acknowledgement', async () => {
    const { world, id } = await startSlowly();
    const { message } = await world.ask(id);
    const counts: number[] = [];
    for (const more of [100, 300]) {
      await world.slack.waitFor(() => world.zoom.countOf('qosSummary') > more / 10, READS_FOR_MS);
      const state = textOf(await clickForEdit(world, current(world, message), PROGRESS));
      counts.push(
        Number(/([\d,]+) of about \d+ people read, \d+ with trouble so far/.exec(state)?.[1]?.replace(',', '')),
      );
    }
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[1]).toBeGreaterThan(counts[0] ?? 0);
    const report = await untilItIsTheReport(world, message);
    expect(textOf(report)).toContain('Case');
    expect(seen(world)).toHaveLength(1);
    expect(world.slack.errors).toEqual([]);
  });

  it('by two at the same time, on questions of their own, brings each their own', async () => {
    const { world, id } = await startSlowly();
    const people = [apple, banana];
    const asked = await Promise.all(people.map((user) => world.ask(id, { user })));
    await Promise.all(
      asked.map(({ message }, index) => clickForEdit(world, message, PROGRESS, { user: people[index] ?? '' })),
    );
    await Promise.all(asked.map(({ message }) => untilItIsTheReport(world, message)));
    for (const user of people) expect(world.slack.messagesFor(user, general)).toHaveLength(1);
  });

  it('after the report shows it once more, and after a failure says that it is over', async () => {
    const world = await startWorld({ redis: 'none' });
    const { message } = await world.ask(SAMPLE_IDS.allHands);
    const report = await untilReport(world, message);
    expect(textOf(await clickForEdit(world, message, PROGRESS))).toBe(textOf(report));

    const unknown = await world.ask('999 8887 7766');
    await world.become(unknown.message, (_text, now) => now.ts > unknown.message.ts);
    const over = textOf(await clickForEdit(world, unknown.message, PROGRESS));
    expect(over).toContain('This reading is over; what came of it is in a message of its own.');
    expect(over).toContain('[Read it again]');
  });

  it('leads to a report that comes by itself when its response_url is used up', async () => {
    const { world, id } = await startSlowly();
    const { message } = await world.ask(id);
    await clickForEdit(world, message, PROGRESS);
    // Of the two response_urls the click's is tried first.
    world.slack.fail({ method: 'response_url', kind: 'error', error: 'used_url' });
    const report = await untilReport(world, message);
    expect(report.ts).not.toBe(message.ts);
    expect(textOf(current(world, message))).toContain('Reading quality data');
  });

  it('and half an hour later the report comes as a direct message', async () => {
    const { world, id } = await startSlowly();
    const { message } = await world.ask(id);
    await clickForEdit(world, message, PROGRESS);
    world.slack.clock.advance(31 * 60_000);
    const direct = await world.slack.waitFor(
      () =>
        world.slack.history
          .map((version) => version.message)
          .find((one) => one.channel.startsWith('D') && isReport(one)),
      READS_FOR_MS,
    );
    expect(textOf(direct)).toContain('Case');
  });

  it('survives the bot: the next one puts the report there', async () => {
    const { world, id } = await startSlowly({ replicas: 2 });
    const { message } = await world.ask(id);
    await clickForEdit(world, message, PROGRESS);
    const [first, second] = world.bots;
    if (second) world.useBot(second);
    await first?.stop();
    await untilItIsTheReport(world, message);
    expect(seen(world)).toHaveLength(1);
  });
});
