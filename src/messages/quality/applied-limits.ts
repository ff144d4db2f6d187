import { gradeOfSeverity } from '../../qos/grade.ts';
import type { Grade, MetricName } from '../../qos/person.ts';
import { isAbove, isBelow } from '../../qos/rounding.ts';
import { type StreamType, streamKind } from '../../qos/stream.ts';
import type { GradedMedium, Limits, Thresholds } from '../../qos/thresholds.ts';

/** A limit that a value reached, and what it alone makes of the connection. */
export interface AppliedLimit {
  readonly grade: Grade;
  readonly limit: number;
}

type LadderMetric = Exclude<MetricName, 'fps'>;

/**
 * The averages from which a metric alone makes a connection Fair, Poor and Bad: with the weight of its medium and its
 * cap, so that nobody reads a limit that was not applied. A grade that it can never reach is left out.
 */
export function appliedLimits(
  metric: LadderMetric,
  medium: GradedMedium,
  thresholds: Thresholds,
  listenOnly = false,
): AppliedLimit[] {
  const most = greatestSeverity(metric, thresholds, listenOnly);
  return ([25, 50, 75] as const).flatMap((graded) => {
    const severity = graded / thresholds.weights[medium];
    const limit = isAbove(severity, most) ? null : averageAt(severity, ladder(metric, medium, thresholds));
    return limit === null ? [] : { grade: gradeOfSeverity(graded), limit };
  });
}

/** The highest of these that an average reached; null when it reached none. */
export function reachedLimit(
  metric: MetricName,
  type: StreamType,
  average: number,
  thresholds: Thresholds,
  listenOnly: boolean,
): AppliedLimit | null {
  const { medium } = streamKind(type);
  if (medium === 'cpu') return null;
  if (metric === 'fps') {
    const limit = thresholds.lowFrameRateFps;
    const grade = gradeOfSeverity(thresholds.lowFrameRateSeverity * thresholds.weights[medium]);
    return isBelow(average, limit) ? { grade, limit } : null;
  }
  const limits = appliedLimits(metric, medium, thresholds, listenOnly);
  return limits.findLast(({ limit }) => !isBelow(average, limit)) ?? null;
}

/** The limit of a peak; null for metrics whose peaks are not looked at. */
export function peakLimit(metric: MetricName, type: StreamType, thresholds: Thresholds): AppliedLimit | null {
  const { medium } = streamKind(type);
  if (medium === 'cpu') return null;
  const grade = gradeOfSeverity(thresholds.peakSeverity * thresholds.weights[medium]);
  if (metric === 'loss') return { grade, limit: thresholds.peakLossPercent };
  return metric === 'latency' ? { grade, limit: thresholds.peakLatencyMs } : null;
}

function greatestSeverity(metric: LadderMetric, thresholds: Thresholds, listenOnly: boolean): number {
  if (metric === 'jitter') return thresholds.jitterSeverityCap;
  return metric === 'latency' && listenOnly ? thresholds.listenOnlyLatencySeverityCap : 100;
}

/** The least average with this severity: between two limits it rises evenly. null beyond the last one. */
function averageAt(severity: number, limits: Limits): number | null {
  const step = Math.floor(severity / 25);
  const from = step === 0 ? 0 : limits[step - 1];
  if (from === undefined || isAbove(severity, 100)) return null;
  const to = limits[step] ?? from;
  return from + ((severity - 25 * step) / 25) * (to - from);
}

function ladder(metric: LadderMetric, medium: GradedMedium, thresholds: Thresholds): Limits {
  switch (metric) {
    case 'latency':
      return thresholds.latencyLimitsMs;
    case 'jitter':
      return thresholds.jitterLimitsMs;
    case 'loss':
      return medium === 'audio' ? thresholds.audioLossLimitsPercent : thresholds.videoLossLimitsPercent;
  }
}
