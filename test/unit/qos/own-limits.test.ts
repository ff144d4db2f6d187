import { describe, expect, it } from 'vitest';
import { isSameLimits, ownLimitsOf, SETTABLE_LIMITS, withOwnLimits } from '../../../src/qos/own-limits.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';

describe('own limits', () => {
  it('are none where all are the defaults, set or not', () => {
    expect(ownLimitsOf(DEFAULT_THRESHOLDS)).toBeNull();
    expect(ownLimitsOf(withOwnLimits({ latencyLimitsMs: [150, 300, 500, 1000] }))).toBeNull();
  });

  it.each(SETTABLE_LIMITS)('are all five, when only %s differ', (name) => {
    const own = withOwnLimits({ [name]: DEFAULT_THRESHOLDS[name].map((limit) => limit / 2) });
    expect(Object.keys(ownLimitsOf(own) ?? {})).toEqual([...SETTABLE_LIMITS]);
    expect(withOwnLimits(ownLimitsOf(own) ?? {})).toEqual(own);
    expect(isSameLimits(own, DEFAULT_THRESHOLDS)).toBe(false);
    expect(isSameLimits(own, withOwnLimits(own))).toBe(true);
  });
});
