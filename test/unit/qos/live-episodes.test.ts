import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEpisodes, type JudgedMinute } from '../../../src/qos/live-episodes.ts';

const MINUTE_MS = 60_000;
const RULE = { limit: 5, minutes: 2 };

/** Minute by minute; null: there is no record. */
function played(values: readonly (number | null)[], notice: string | null = null): JudgedMinute[] {
  return values.flatMap((value, minute) => (value === null ? [] : { atMs: minute * MINUTE_MS, value, notice }));
}
const found = (values: readonly (number | null)[], rule = RULE) =>
  findEpisodes(played(values), rule).map(({ sinceMs, untilMs, worst }) => [
    sinceMs / MINUTE_MS,
    untilMs === null ? null : untilMs / MINUTE_MS,
    worst,
  ]);

describe('a limit that is reached in a running show', () => {
  it.each([
    ['two minutes in a row', [0, 14, 14], [[1, null, 14]]],
    ['exactly the limit', [5, 5], [[0, null, 5]]],
    ['one bad minute', [0, 40, 0, 0], []],
    ['every other minute', [9, 0, 9, 0, 9, 0], []],
    ['and is over after two good ones', [9, 18, 0, 0, 0], [[0, 2, 18]]],
    ['with one good minute in between', [9, 9, 0, 9, 0, 0], [[0, 4, 9]]],
    [
      'twice',
      [9, 9, 0, 0, 9, 9],
      [
        [0, 2, 9],
        [4, null, 9],
      ],
    ],
    ['around five minutes without a record', [9, null, null, null, null, null, 9], []],
    [
      'before five minutes without a record, and one good one after it',
      [9, 9, null, null, null, null, null, 0],
      [[0, null, 9]],
    ],
    ['before such a pause, and good minutes on both sides of it', [9, 9, 0, null, null, null, 0], [[0, null, 9]]],
    ['before such a pause, and two good ones after it', [9, 9, null, null, null, 0, 0], [[0, 5, 9]]],
    ['with one record missing', [9, null, 9], [[0, null, 9]]],
    ['never', [], []],
  ] as const)('%s', (_, values, episodes) => {
    expect(found(values)).toEqual(episodes);
  });

  it('is not reached twice by the two halves of one minute', () => {
    const halves = [0, 30_000].map((atMs) => ({ atMs, value: 9, notice: null }));
    expect(findEpisodes(halves, RULE)).toEqual([]);
    expect(findEpisodes([...halves, { atMs: 60_000, value: 9, notice: null }], RULE)).toHaveLength(1);
  });

  it("counts from half of it on where Zoom's own client noticed something, and names that", () => {
    expect(findEpisodes(played([3, 3], 'network bandwidth low'), RULE)).toMatchObject([
      { notice: 'network bandwidth low' },
    ]);
    expect(findEpisodes(played([3, 3]), RULE)).toEqual([]);
    expect(findEpisodes(played([2, 2], 'network bandwidth low'), RULE)).toEqual([]);
  });

  it('is told by what was measured alone', () => {
    const unmeasured = { atMs: MINUTE_MS, value: null, notice: 'network bandwidth low' };
    expect(findEpisodes([...played([9]), unmeasured], RULE)).toEqual([]);
  });

  it('gives times that are in order, never one of fewer bad minutes than asked for, and none from good minutes alone', () => {
    const minutes = fc.array(fc.option(fc.integer({ min: 0, max: 10 }), { nil: null }), { maxLength: 80 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 2, max: 5 }), (values, needed) => {
        const episodes = findEpisodes(played(values), { limit: 5, minutes: needed });
        let before = -1;
        for (const { sinceMs, untilMs, worst } of episodes) {
          expect(sinceMs).toBeGreaterThan(before);
          expect(worst).toBeGreaterThanOrEqual(5);
          const end = untilMs ?? values.length * MINUTE_MS;
          const within = values.slice(sinceMs / MINUTE_MS, end / MINUTE_MS);
          expect(within.filter((value) => value !== null && value >= 5).length).toBeGreaterThanOrEqual(needed);
          before = end - 1;
        }
      }),
    );
  });
});
