import type { MetricName } from './person.ts';
import { comparable, isAbove, isBelow } from './rounding.ts';
import type { MetricRange } from './stream.ts';
import type { GradedMedium, Limits, Thresholds } from './thresholds.ts';

/** The metrics that have a severity; of two equally bad ones the first is the reason. */
export const METRICS: readonly MetricName[] = ['loss', 'latency', 'jitter', 'fps'];

/** How bad one metric of one stream is. */
export interface MetricSeverity {
  /** 0 (perfect) to 100 (unusable), before the medium's weight. */
  readonly severity: number;
  /** The same, but it goes on past 100; only for the order. */
  readonly uncapped: number;
  /** True when the peak, not the average, made it as bad as it is. */
  readonly spike: boolean;
  /** The severity of the average alone; null without one. */
  readonly steady: number | null;
}

/**
 * The severity of one metric; null when it has none (no average and no spike, or a frame rate that is high enough).
 * Loss in percent, latency (round trip) and jitter in milliseconds.
 */
export function metricSeverity(
  metric: MetricName,
  medium: GradedMedium,
  range: MetricRange,
  listenOnly: boolean,
  thresholds: Thresholds,
): MetricSeverity | null {
  const limits = limitsOf(metric, medium, thresholds);
  const byAverage =
    limits === null
      ? byFrameRate(medium, range.average, thresholds)
      : range.average === null
        ? null
        : climb(range.average, limits, thresholds);
  switch (metric) {
    case 'loss':
      return toSeverity(byAverage, isSpike(range, thresholds.peakLossPercent), Number.POSITIVE_INFINITY, thresholds);
    case 'latency':
      return toSeverity(
        byAverage,
        isSpike(range, thresholds.peakLatencyMs),
        // A late stream does not disturb somebody who is not in the conversation.
        listenOnly ? thresholds.listenOnlyLatencySeverityCap : Number.POSITIVE_INFINITY,
        thresholds,
      );
    case 'jitter':
      return toSeverity(byAverage, false, jitterCap(medium, range.average ?? 0, thresholds), thresholds);
    case 'fps':
      return toSeverity(byAverage, false, Number.POSITIVE_INFINITY, thresholds);
  }
}

/** The limits that a metric of a medium climbs along; null for the frame rate, which has one limit alone. */
export function limitsOf(metric: MetricName, medium: GradedMedium, thresholds: Thresholds): Limits | null {
  switch (metric) {
    case 'loss':
      return medium === 'audio' ? thresholds.audioLossLimitsPercent : thresholds.videoLossLimitsPercent;
    case 'latency':
      return thresholds.latencyLimitsMs;
    case 'jitter':
      return thresholds.jitterLimitsMs;
    case 'fps':
      return null;
  }
}

/** The harm of jitter shows as loss and as delay; so much that a buffer cannot take it up is Poor where it is heard. */
export function jitterCap(medium: GradedMedium, average: number, thresholds: Thresholds): number {
  const isBeyondBuffers = medium === 'audio' && !isBelow(average, thresholds.jitterLimitsMs[2]);
  return isBeyondBuffers ? thresholds.jitterAudioSeverityCap : thresholds.jitterSeverityCap;
}

/** Piecewise linear: 0 at 0, 25, 50, 75 and 100 at the four limits; then on with the slope of the last piece. */
function climb(average: number, limits: Limits, thresholds: Thresholds): number {
  let from = 0;
  let severity = 0;
  for (const limit of limits) {
    if (isBelow(average, limit)) return severity + (25 * (average - from)) / (limit - from);
    from = limit;
    severity += 25;
  }
  const [, , third, last] = limits;
  return Math.min(thresholds.uncappedSeverityMost, 100 + (25 * (average - last)) / (last - third));
}

function byFrameRate(medium: GradedMedium, average: number | null, thresholds: Thresholds): number | null {
  if (medium !== 'video' || average === null || comparable(average) <= 0) return null;
  return isBelow(average, thresholds.lowFrameRateFps) ? thresholds.lowFrameRateSeverity : null;
}

function isSpike({ peak }: MetricRange, limit: number): boolean {
  return peak !== null && !isBelow(peak, limit);
}

function toSeverity(
  byAverage: number | null,
  hasSpike: boolean,
  cap: number,
  { peakSeverity }: Thresholds,
): MetricSeverity | null {
  const spike = hasSpike && (byAverage === null || isBelow(byAverage, peakSeverity));
  const raw = spike ? peakSeverity : byAverage;
  if (raw === null) return null;
  const uncapped = atMost(raw, cap);
  return {
    severity: Math.min(100, uncapped),
    uncapped,
    spike,
    steady: byAverage === null ? null : Math.min(100, atMost(byAverage, cap)),
  };
}

function atMost(severity: number, cap: number): number {
  return isAbove(severity, cap) ? cap : severity;
}
