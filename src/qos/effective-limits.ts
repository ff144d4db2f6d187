import { comparable, isAbove, isBelow } from './rounding.ts';
import { jitterCap, limitsOf } from './severity.ts';
import type { GradedMedium, Limits, Thresholds } from './thresholds.ts';

/** The least averages that alone make Fair, Poor and Bad; null: no average does. */
export type EffectiveLimits = readonly [number | null, number | null, number | null];

/** A metric that climbs along limits. */
export type LadderMetric = 'loss' | 'latency' | 'jitter';

/**
 * The limits as they were really applied, with the weight of the medium and the caps: a video loss of 5 % is Poor by
 * the limits, and becomes Fair by the weight. Latency is that of people who speak: it never grades a listener.
 */
export function effectiveLimits(metric: LadderMetric, medium: GradedMedium, thresholds: Thresholds): EffectiveLimits {
  const limits = limitsOf(metric, medium, thresholds);
  const weight = thresholds.weights[medium];
  const reaches = (graded: number): number | null => {
    if (limits === null || comparable(weight) === 0) return null;
    const severity = graded / weight;
    return metric === 'jitter' ? jitterAt(severity, medium, limits, thresholds) : averageAt(severity, limits);
  };
  return [reaches(25), reaches(50), reaches(75)];
}

/** The least average with this severity: between two limits it rises evenly. null beyond the last one. */
function averageAt(severity: number, limits: Limits): number | null {
  if (isAbove(severity, 100)) return null;
  let from = 0;
  let reached = 0;
  for (const limit of limits) {
    // On a limit of the ladder the limit itself, to the last digit.
    if (comparable(severity) === comparable(reached + 25)) return limit;
    if (isBelow(severity, reached + 25)) return from + ((severity - reached) / 25) * (limit - from);
    from = limit;
    reached += 25;
  }
  return null;
}

/** The cap of jitter rises at the third limit, so a severity above the lower cap is reached there at the earliest. */
function jitterAt(severity: number, medium: GradedMedium, limits: Limits, thresholds: Thresholds): number | null {
  const third = limits[2];
  const average = averageAt(severity, limits);
  if (average === null) return null;
  if (isBelow(average, third) && !isAbove(severity, jitterCap(medium, average, thresholds))) return average;
  return isAbove(severity, jitterCap(medium, third, thresholds)) ? null : Math.max(third, average);
}
