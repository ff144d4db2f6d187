import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toTtlMs } from '../../../src/storage/ttl.ts';

it.each([
  [60, 60_000],
  [1.5, 1_500],
  [0.0011, 2],
  [0.0001, 1],
  [0, 1],
  [-5, 1],
])('a life of %d s is %i ms', (seconds, ms) => {
  expect(toTtlMs(seconds)).toBe(ms);
});

it('is a whole number that Redis takes, and never shorter than was meant', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e9, noNaN: true }), (seconds) => {
      const ms = toTtlMs(seconds);
      expect(Number.isSafeInteger(ms)).toBe(true);
      expect(ms).toBeGreaterThanOrEqual(Math.max(1, seconds * 1000));
    }),
  );
});
