import { describe, expect, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, startWorld, textOf } from '../support/world.ts';

const UNKNOWN = '99999999999';

describe('webinars that nobody knows', () => {
  it('cost one look-up each, however often they are asked for', async () => {
    const world = await startWorld();
    const askInVain = async () => {
      const { message } = await world.ask(UNKNOWN);
      await world.become(message, (text) => text.includes("can't find an ended webinar"));
    };
    await Promise.all(Array.from({ length: 10 }, askInVain));
    for (let i = 0; i < 10; i += 1) await askInVain();
    // As one that is over, and as one that runs.
    expect(world.zoom.countOf('webinar')).toBe(2);
    expect(world.zoom.countOf('qosSummary')).toBe(0);
  });

  it('are bounded for one person, and another one does not wait for them', { timeout: 60_000 }, async () => {
    const world = await startWorld({ env: { READS_PER_MINUTE: '5', READS_PER_DAY: '60' } });
    const answers: string[] = [];
    for (let i = 0; i < 1_000; i += 100) {
      const asked = await Promise.all(Array.from({ length: 100 }, (_, j) => world.ask(String(88_800_000_000 + i + j))));
      answers.push(...asked.map(({ message }) => textOf(message)));
    }
    const refused = answers.filter((text) => text.includes('You started 5 reads in this minute'));
    // The minute may have passed meanwhile.
    expect(refused.length).toBeGreaterThanOrEqual(990);
    const small = addWebinar(world, { participants: samplePeople({ count: 20, bad: 2, seed: 8 }) });
    const startedAt = performance.now();
    const { message } = await world.ask(small.id, { user: SLACK_IDS.banana });
    await world.become(message, (_text, now) => isReport(now), 30_000);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
