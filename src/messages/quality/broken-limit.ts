import type { MetricName } from '../../qos/person.ts';
import { isBelow } from '../../qos/rounding.ts';
import { type StreamType, streamKind } from '../../qos/stream.ts';
import type { Limits, Thresholds } from '../../qos/thresholds.ts';

/**
 * The highest limit that an average reached: the limits for Fair, Poor and Bad, as published, without the medium's
 * weight. The fourth limit has no grade of its own. null when none was reached.
 */
export function reachedLimit(
  metric: MetricName,
  type: StreamType,
  average: number,
  thresholds: Thresholds,
): number | null {
  if (metric === 'fps') return isBelow(average, thresholds.lowFrameRateFps) ? thresholds.lowFrameRateFps : null;
  const grades = ladder(metric, type, thresholds).slice(0, 3);
  return grades.findLast((limit) => !isBelow(average, limit)) ?? null;
}

/** The limit of a peak; null for metrics whose peaks are not looked at. */
export function peakLimit(metric: MetricName, thresholds: Thresholds): number | null {
  if (metric === 'loss') return thresholds.peakLossPercent;
  return metric === 'latency' ? thresholds.peakLatencyMs : null;
}

function ladder(metric: Exclude<MetricName, 'fps'>, type: StreamType, thresholds: Thresholds): Limits {
  switch (metric) {
    case 'latency':
      return thresholds.latencyLimitsMs;
    case 'jitter':
      return thresholds.jitterLimitsMs;
    case 'loss':
      return streamKind(type).medium === 'audio'
        ? thresholds.audioLossLimitsPercent
        : thresholds.videoLossLimitsPercent;
  }
}
