import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentialBackoff, nextScheduledTry, retryPauseMs, triesOf } from '../../../src/runtime/backoff.ts';

const schedule = exponentialBackoff({ tries: 9, firstPauseMs: 1_000, longestPauseMs: 60_000 });

describe('exponential backoff', () => {
  it('doubles with every try up to the ceiling', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((failed) => retryPauseMs(schedule, failed, () => 1));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('spreads over the upper half, or as told', () => {
    expect(retryPauseMs(schedule, 3, () => 0)).toBe(2_000);
    expect(retryPauseMs(schedule, 3, () => 0.5)).toBe(3_000);
    expect(retryPauseMs({ ...schedule, jitter: [1, 2] }, 3, () => 0.5)).toBe(6_000);
    expect(retryPauseMs(schedule, 3, () => 1 / 3)).toBe(2_667);
  });

  it('ends after the last try', () => {
    expect(triesOf(schedule)).toBe(9);
    expect(retryPauseMs(schedule, 9, () => 0)).toBeNull();
    expect(retryPauseMs(exponentialBackoff({ tries: 1, firstPauseMs: 5, longestPauseMs: 5 }), 1, () => 0)).toBeNull();
  });

  it('stays within half the first pause and the ceiling, whatever the try', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), (failed, random) => {
        const pause = retryPauseMs(schedule, failed, () => random);
        expect(pause).toBeGreaterThanOrEqual(500);
        expect(pause).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});

describe('the next try of a schedule that all share', () => {
  const shared = { pausesMs: [2_000, 3_000, 5_000], jitter: [1, 1] } as const;
  const at = (now: number) => nextScheduledTry(shared, { firstFailureAt: 0, now, leastPauseMs: 1_000 });

  it.each([
    [0, 2_000],
    [1_000, 2_000],
    [1_001, 5_000],
    [4_000, 5_000],
    [9_000, 10_000],
  ])('%i ms after the first failure is at %i ms', (now, next) => {
    expect(at(now)).toBe(next);
  });

  it('is none when the schedule has run out', () => {
    expect(at(9_001)).toBeNull();
    expect(at(1_000_000)).toBeNull();
  });
});
