import { describe, expect, it } from 'vitest';
import { percentile } from '../../../src/qos/percentile.ts';
import { vectors } from './vectors.ts';

describe('percentile', () => {
  it.each(vectors.percentiles)('takes number $p % of $values', ({ values, p, expect: expected }) => {
    expect(percentile(values, p)).toBe(expected);
  });

  it('rounds the rank up, however little is missing', () => {
    const fifteen = Array.from({ length: 15 }, (_, index) => index + 1);
    expect(percentile(fifteen, 95)).toBe(15);
    expect(percentile(fifteen, 93)).toBe(14);
  });

  it('takes at least the first value', () => {
    expect(percentile([7, 9], 0)).toBe(7);
  });

  it('leaves the values as they were', () => {
    const values = [3, 1, 2];
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
  });
});
