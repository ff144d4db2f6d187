import { describe, expect, it } from 'vitest';
import { checkThresholds } from '../../../src/qos/check-thresholds.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../../src/qos/thresholds.ts';

function check(given: Partial<Thresholds>) {
  return checkThresholds({ ...DEFAULT_THRESHOLDS, ...given });
}

describe('checkThresholds', () => {
  it('has nothing to say of the defaults', () => {
    expect(checkThresholds(DEFAULT_THRESHOLDS)).toEqual([]);
  });

  it('says which setting is wrong, and what it is', () => {
    expect(check({ audioLossLimitsPercent: [2, 5, 5, 20] })).toEqual([
      'audioLossLimitsPercent must be positive, strictly rising and at most 100, but is 2, 5, 5, 20.',
    ]);
    expect(check({ latencyLimitsMs: [0, 5, 10, 20] })).toEqual([
      'latencyLimitsMs must be positive, strictly rising, but is 0, 5, 10, 20.',
    ]);
    expect(check({ weights: { audio: 1, share: 1.1, video: 0.7 } })).toEqual([
      'weights.share must be between 0 and 1, but is 1.1.',
    ]);
    expect(check({ shortStaySeconds: -1 })).toEqual(['shortStaySeconds must be above 0, but is -1.']);
    expect(check({ affectedForAtMostFair: 1.5 })).toEqual([
      'affectedForAtMostFair must be a whole number and not negative, but is 1.5.',
    ]);
  });

  it('says it of drops that cannot be counted, and of parts that are none', () => {
    expect(check({ dropsForFair: 3, dropsForPoor: 3 })).toEqual([
      'dropsForFair, dropsForPoor must be positive, strictly rising, but is 3, 3.',
    ]);
    expect(
      check({ dropsForPoor: 2.5, outageLossPercent: 0, barelyUsedPercentOfPeak: 101, uncappedSeverityMost: 99 }).map(
        (sentence) => sentence.split(' ')[0],
      ),
    ).toEqual(['outageLossPercent', 'barelyUsedPercentOfPeak', 'dropsForPoor', 'uncappedSeverityMost']);
    expect(check({ presenterFullSharePercent: -1, impairedForAtLeastFairPercent: 0 })).toHaveLength(2);
  });

  it('names every wrong setting', () => {
    const { sharedCause, eModel } = DEFAULT_THRESHOLDS;
    const sentences = check({
      audienceLimitsPercent: [3, 2, 20],
      jitterLimitsMs: [1, 2, Number.NaN, 4],
      peakLossPercent: 101,
      sharedCause: { ...sharedCause, factor: 0 },
      eModel: { ...eModel, bpl: Number.POSITIVE_INFINITY },
    });
    expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual([
      'jitterLimitsMs',
      'audienceLimitsPercent',
      'peakLossPercent',
      'sharedCause.factor',
      'eModel.bpl',
    ]);
  });
});
