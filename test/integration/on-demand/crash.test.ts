import { describe, expect, it } from 'vitest';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { isReport, startWorld, textOf } from '../support/world.ts';

const PAGES_OF_2000 = 203;

describe('a process that ends in the middle of a read', () => {
  it('is killed: the next one goes on from the checkpoint and answers the asker', { timeout: 180_000 }, async () => {
    const world = await startWorld();
    const { zoom, slack, bots } = world;
    zoom.setLatency(5);
    const { message } = await world.ask(SAMPLE_IDS.large);
    await slack.waitFor(() => zoom.countOf('qosSummary') >= 100, 30_000);
    await bots[0]?.stop('SIGKILL');
    const before = zoom.countOf('qosSummary');
    const restartedAt = performance.now();
    world.useBot(await world.startBot());
    const report = await world.become(message, (_text, now) => isReport(now), 120_000);
    expect(performance.now() - restartedAt).toBeLessThan(120_000);
    expect(textOf(report)).toContain('Yearly Kick-off');
    const pages = zoom.countOf('qosSummary');
    expect(pages).toBeLessThanOrEqual(PAGES_OF_2000 * 1.25);
    // It really went on: what was read before was not read again.
    expect(pages - before).toBeLessThan(PAGES_OF_2000 - 50);
  });

  it('is asked to stop: it gives the read back and leaves within ten seconds with exit code 0', async () => {
    const world = await startWorld();
    const { zoom, slack, bots } = world;
    zoom.setLatency(10);
    const { message } = await world.ask(SAMPLE_IDS.large);
    await slack.waitFor(() => zoom.countOf('qosSummary') >= 40, 30_000);
    world.useBot(await world.startBot());
    const startedAt = performance.now();
    expect(await bots[0]?.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const report = await world.become(message, (_text, now) => isReport(now), 40_000);
    expect(textOf(report)).toContain('Yearly Kick-off');
    expect(zoom.countOf('qosSummary')).toBeLessThanOrEqual(PAGES_OF_2000 + 3);
  });

  it('tells how far it is, at most three times, before the report replaces it', async () => {
    const world = await startWorld({ redis: 'none' });
    world.zoom.setLatency(30);
    const { message } = await world.ask(SAMPLE_IDS.large);
    const progress = await world.become(message, (text) => / of about 2,0\d\d people \(\d+ %\)/.test(text));
    expect(textOf(progress)).toContain('Reading quality data');
    await world.become(message, (_text, now) => isReport(now), 30_000);
    const edits = world.slack.calls.filter(({ method }) => method === 'response_url');
    expect(edits.length).toBeGreaterThanOrEqual(2);
    expect(edits.length).toBeLessThanOrEqual(4);
  });

  it('reads at no more than the limit in any sliding second', async () => {
    const world = await startWorld({ redis: 'none', env: { ZOOM_HEAVY_PER_SECOND: '5' } });
    await world.askForReport(SAMPLE_IDS.good, 30_000);
    // Twelve pages: without the limit they would all be asked for within a second.
    expect(world.zoom.countOf('qosSummary')).toBe(12);
    expect(world.zoom.maxInSlidingSecond()).toBeGreaterThan(0);
    expect(world.zoom.maxInSlidingSecond()).toBeLessThanOrEqual(5);
  });
});
