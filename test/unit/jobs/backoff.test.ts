import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBackoffMs } from '../../../src/jobs/backoff.ts';

const policy = { attempts: 8, backoffMs: 1_000, maxBackoffMs: 60_000 };

describe('toBackoffMs', () => {
  it('doubles with every try up to the ceiling', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => toBackoffMs(policy, attempt, () => 1));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('spreads over the upper half', () => {
    expect(toBackoffMs(policy, 3, () => 0)).toBe(2_000);
    expect(toBackoffMs(policy, 3, () => 0.5)).toBe(3_000);
  });

  it('stays within half the first pause and the ceiling, whatever the try', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const pause = toBackoffMs(policy, attempt, () => random);
        expect(pause).toBeGreaterThanOrEqual(500);
        expect(pause).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});
