import { describe, expect, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { addChannel, subscribe, untilPosted } from '../support/channels.ts';
import { addRunning, endAndTell } from '../support/ended.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, startWorld, textOf, type World } from '../support/world.ts';

const PER_SECOND = 40;
const people = samplePeople({ count: 2_000, bad: 20, seed: 7 });
const few = samplePeople({ count: 20, bad: 2, seed: 8 });

/** One person asks for so many long reads, which none of the tests outlasts. */
async function askForLongReads(world: World, count: number): Promise<void> {
  const webinars = Array.from({ length: count }, () => addWebinar(world, { participants: people }));
  await Promise.all(webinars.map(({ id }) => world.ask(id)));
  await world.slack.waitFor(() => world.zoom.countOf('qosSummary') > 300, 30_000);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

describe('while one person has 55 long reads', () => {
  it('others are served, and the limit is used', { timeout: 120_000 }, async () => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1' } });
    await askForLongReads(world, 55);

    const calls = () => world.zoom.countOf('qosSummary') + world.zoom.countOf('participants');
    const before = calls();
    const took = await seconds(() => world.slack.waitFor(() => calls() >= before + 400, 30_000));
    expect(400 / took).toBeGreaterThan(0.9 * PER_SECOND);

    const small = addWebinar(world, { participants: few });
    const asked = await seconds(async () => {
      const { message } = await world.ask(small.id, { user: SLACK_IDS.banana });
      const report = await world.become(message, (_text, now) => isReport(now), 30_000);
      expect(textOf(report)).toContain(small.topic);
    });
    expect(asked).toBeLessThan(10);

    const running = addRunning(world, { participants: few });
    const channel = addChannel(world);
    await subscribe(world, channel, running.id);
    const posted = await seconds(async () => {
      await endAndTell(world, running);
      await untilPosted(world, channel);
    });
    expect(posted).toBeLessThan(20);
  });
});

it('a read makes no more calls than the limit in any sliding second', async () => {
  const world = await startWorld({ redis: 'none', env: { ZOOM_HEAVY_PER_SECOND: '5' } });
  await world.askForReport(SAMPLE_IDS.good, 30_000);
  // Twelve pages: without the limit they would all be asked for within a second.
  expect(world.zoom.countOf('qosSummary')).toBe(12);
  expect(world.zoom.maxInSlidingSecond()).toBeGreaterThan(0);
  expect(world.zoom.maxInSlidingSecond()).toBeLessThanOrEqual(5);
});
