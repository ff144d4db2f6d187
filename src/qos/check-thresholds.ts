import type { Thresholds } from './thresholds.ts';

/** Sentences that say which setting is wrong and why; empty when all are usable. A bot with a wrong one must not start. */
export function checkThresholds(thresholds: Thresholds): string[] {
  const { weights, sharedCause, eModel } = thresholds;
  return [
    ...checkRising('audioLossLimitsPercent', thresholds.audioLossLimitsPercent, 100),
    ...checkRising('videoLossLimitsPercent', thresholds.videoLossLimitsPercent, 100),
    ...checkRising('latencyLimitsMs', thresholds.latencyLimitsMs),
    ...checkRising('jitterLimitsMs', thresholds.jitterLimitsMs),
    ...checkRising('audienceLimitsPercent', thresholds.audienceLimitsPercent, 100),
    ...checkBetween('jitterSeverityCap', thresholds.jitterSeverityCap, 0, 100),
    ...checkBetween('jitterAudioSeverityCap', thresholds.jitterAudioSeverityCap, 0, 100),
    ...checkBetween('listenOnlyLatencySeverityCap', thresholds.listenOnlyLatencySeverityCap, 0, 100),
    ...checkBetween('peakSeverity', thresholds.peakSeverity, 0, 100),
    ...checkBetween('lowFrameRateSeverity', thresholds.lowFrameRateSeverity, 0, 100),
    ...checkPositive('peakLossPercent', thresholds.peakLossPercent, 100),
    ...checkPositive('peakLatencyMs', thresholds.peakLatencyMs),
    ...checkPositive('lowFrameRateFps', thresholds.lowFrameRateFps),
    ...checkPositive('cpuOverloadedPercent', thresholds.cpuOverloadedPercent, 100),
    ...checkPositive('activeBitrateKbps', thresholds.activeBitrateKbps),
    ...checkPositive('outageLossPercent', thresholds.outageLossPercent, 100),
    ...checkBetween('barelyUsedAudioKbps', thresholds.barelyUsedAudioKbps, 0, Number.MAX_VALUE),
    ...checkBetween('barelyUsedPercentOfPeak', thresholds.barelyUsedPercentOfPeak, 0, 100),
    ...checkPositive('shortStaySeconds', thresholds.shortStaySeconds),
    ...checkCount('dropsForFair', thresholds.dropsForFair),
    ...checkCount('dropsForPoor', thresholds.dropsForPoor),
    ...checkRising('dropsForFair, dropsForPoor', [thresholds.dropsForFair, thresholds.dropsForPoor]),
    ...checkBetween('weights.audio', weights.audio, 0, 1),
    ...checkBetween('weights.share', weights.share, 0, 1),
    ...checkBetween('weights.video', weights.video, 0, 1),
    ...checkBetween('uncappedSeverityMost', thresholds.uncappedSeverityMost, 100, Number.MAX_VALUE),
    ...checkBetween('secondMetricFactor', thresholds.secondMetricFactor, 0, 1),
    ...checkCount('affectedForAtMostFair', thresholds.affectedForAtMostFair),
    ...checkCount('affectedForAtMostPoor', thresholds.affectedForAtMostPoor),
    ...checkBetween('affectedCapsBelowPercent', thresholds.affectedCapsBelowPercent, 0, 100),
    ...checkPositive('impairedForAtLeastFairPercent', thresholds.impairedForAtLeastFairPercent, 100),
    ...checkBetween('presenterFullSharePercent', thresholds.presenterFullSharePercent, 0, 100),
    ...checkBetween('limitedDataBelowPercent', thresholds.limitedDataBelowPercent, 0, 100),
    ...checkCount('sharedCause.flagged', sharedCause.flagged),
    ...checkCount('sharedCause.others', sharedCause.others),
    ...checkBetween('sharedCause.partPercent', sharedCause.partPercent, 0, 100),
    ...checkPositive('sharedCause.factor', sharedCause.factor),
    ...checkPositive('eModel.r0', eModel.r0, 100),
    ...checkBetween('eModel.ie', eModel.ie, 0, 95),
    ...checkPositive('eModel.bpl', eModel.bpl),
    ...checkPositive('eModel.burstR', eModel.burstR),
    ...checkBetween('eModel.packetMs', eModel.packetMs, 0, 1000),
    ...checkBetween('eModel.jitters', eModel.jitters, 0, 100),
  ];
}

function checkRising(name: string, limits: readonly number[], most = Number.MAX_VALUE): string[] {
  let last = 0;
  for (const limit of limits) {
    if (!(limit > last && limit <= most)) {
      const bound = most === Number.MAX_VALUE ? '' : ` and at most ${most}`;
      return [`${name} must be positive, strictly rising${bound}, but is ${limits.join(', ')}.`];
    }
    last = limit;
  }
  return [];
}

function checkPositive(name: string, value: number, most = Number.MAX_VALUE): string[] {
  if (value > 0 && value <= most) return [];
  const bound = most === Number.MAX_VALUE ? '' : ` and at most ${most}`;
  return [`${name} must be above 0${bound}, but is ${value}.`];
}

function checkBetween(name: string, value: number, least: number, most: number): string[] {
  return value >= least && value <= most ? [] : [`${name} must be between ${least} and ${most}, but is ${value}.`];
}

function checkCount(name: string, value: number): string[] {
  return Number.isInteger(value) && value >= 0
    ? []
    : [`${name} must be a whole number and not negative, but is ${value}.`];
}
