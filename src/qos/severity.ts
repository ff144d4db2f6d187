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
  /** True when the peak, not the average, made it as bad as it is. */
  readonly spike: boolean;
}

/** Piecewise linear: 0 at 0, 25, 50, 75 and 100 at the four limits, 100 from there on. */
function ladderSeverity(average: number, limits: Limits): number {
  let from = 0;
  let severity = 0;
  for (const limit of limits) {
    if (isBelow(average, limit)) return severity + (25 * (average - from)) / (limit - from);
    from = limit;
    severity += 25;
  }
  return 100;
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
  switch (metric) {
    case 'loss': {
      const limits = medium === 'audio' ? thresholds.audioLossLimitsPercent : thresholds.videoLossLimitsPercent;
      return withPeak(range, limits, thresholds.peakLossPercent, thresholds);
    }
    case 'latency': {
      const latency = withPeak(range, thresholds.latencyLimitsMs, thresholds.peakLatencyMs, thresholds);
      // A late stream does not disturb somebody who is not in the conversation.
      return listenOnly ? atMost(latency, thresholds.listenOnlyLatencySeverityCap) : latency;
    }
    case 'jitter':
      // Its harm shows as loss and as delay: alone it is never worse than Fair.
      return range.average === null
        ? null
        : atMost(toSeverity(range.average, thresholds.jitterLimitsMs), thresholds.jitterSeverityCap);
    case 'fps':
      return medium === 'video' && isLowFrameRate(range.average, thresholds)
        ? { severity: thresholds.lowFrameRateSeverity, spike: false }
        : null;
  }
}

function toSeverity(average: number, limits: Limits): MetricSeverity {
  return { severity: ladderSeverity(average, limits), spike: false };
}

function withPeak(
  range: MetricRange,
  limits: Limits,
  peakLimit: number,
  thresholds: Thresholds,
): MetricSeverity | null {
  const byAverage = range.average === null ? null : toSeverity(range.average, limits);
  if (range.peak === null || isBelow(range.peak, peakLimit)) return byAverage;
  if (byAverage !== null && !isBelow(byAverage.severity, thresholds.peakSeverity)) return byAverage;
  return { severity: thresholds.peakSeverity, spike: true };
}

function atMost(metric: MetricSeverity | null, cap: number): MetricSeverity | null {
  return metric !== null && isAbove(metric.severity, cap) ? { ...metric, severity: cap } : metric;
}

function isLowFrameRate(average: number | null, thresholds: Thresholds): boolean {
  return average !== null && comparable(average) > 0 && isBelow(average, thresholds.lowFrameRateFps);
}
