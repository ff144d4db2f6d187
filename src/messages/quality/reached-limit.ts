import { effectiveLimits, type LadderMetric } from '../../qos/effective-limits.ts';
import { gradeOfSeverity, gradeRank } from '../../qos/grade.ts';
import type { Grade, MetricName } from '../../qos/person.ts';
import { isBelow } from '../../qos/rounding.ts';
import { type StreamType, streamKind } from '../../qos/stream.ts';
import type { GradedMedium, Thresholds } from '../../qos/thresholds.ts';

/** A limit that a value reached, and what it alone makes of the connection. */
export interface ReachedLimit {
  readonly grade: Grade;
  readonly limit: number;
}

const GRADES = ['Fair', 'Poor', 'Bad'] as const;

/** The averages from which a metric alone makes a connection Fair, Poor and Bad; without those it can never make. */
export function limitsByGrade(metric: LadderMetric, medium: GradedMedium, thresholds: Thresholds): ReachedLimit[] {
  const limits = effectiveLimits(metric, medium, thresholds);
  return GRADES.flatMap((grade, index) => {
    const limit = limits[index] ?? null;
    return limit === null ? [] : { grade, limit };
  });
}

/** The highest of these that an average reached; null when it reached none. */
export function reachedLimit(
  metric: MetricName,
  type: StreamType,
  average: number,
  thresholds: Thresholds,
  listenOnly: boolean,
): ReachedLimit | null {
  const { medium } = streamKind(type);
  if (medium === 'cpu') return null;
  if (metric === 'fps') {
    const limit = thresholds.lowFrameRateFps;
    const grade = gradeOfSeverity(thresholds.lowFrameRateSeverity * thresholds.weights[medium]);
    return isBelow(average, limit) ? { grade, limit } : null;
  }
  const most =
    metric === 'latency' && listenOnly
      ? gradeOfSeverity(thresholds.listenOnlyLatencySeverityCap * thresholds.weights[medium])
      : 'Bad';
  const limits = limitsByGrade(metric, medium, thresholds);
  return limits.findLast(({ grade, limit }) => gradeRank(grade) <= gradeRank(most) && !isBelow(average, limit)) ?? null;
}

/** The limit of a peak; null for metrics whose peaks are not looked at. */
export function peakLimit(metric: MetricName, type: StreamType, thresholds: Thresholds): ReachedLimit | null {
  const { medium } = streamKind(type);
  if (medium === 'cpu') return null;
  const grade = gradeOfSeverity(thresholds.peakSeverity * thresholds.weights[medium]);
  if (metric === 'loss') return { grade, limit: thresholds.peakLossPercent };
  return metric === 'latency' ? { grade, limit: thresholds.peakLatencyMs } : null;
}
