import type { MetricName } from '../../qos/person.ts';
import type { StreamType } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { formatFps, formatLimit, formatMs, formatPercent } from '../text/numbers.ts';
import { peakLimit, reachedLimit } from './broken-limit.ts';

const UNITS: Readonly<Record<MetricName, string>> = { loss: '%', latency: 'ms', jitter: 'ms', fps: 'fps' };

export const METRIC_NAMES: Readonly<Record<MetricName, string>> = {
  loss: 'loss',
  latency: 'latency',
  jitter: 'jitter',
  fps: 'frame rate',
};

export function formatMetric(metric: MetricName, value: number | null): string {
  if (metric === 'loss') return formatPercent(value);
  return metric === 'fps' ? formatFps(value) : formatMs(value);
}

/** `6.0 % (limit 5 %)`; without the bracket when the average reached no limit. */
export function averageWithLimit(
  metric: MetricName,
  type: StreamType,
  average: number | null,
  thresholds: Thresholds,
): string {
  const value = formatMetric(metric, average);
  const limit = average === null ? null : reachedLimit(metric, type, average, thresholds);
  return limit === null ? value : `${value} (limit ${formatLimit(limit, UNITS[metric])})`;
}

/** `35.0 % (limit 20 %)`, for a spike. */
export function peakWithLimit(metric: MetricName, peak: number | null, thresholds: Thresholds): string {
  const value = formatMetric(metric, peak);
  const limit = peakLimit(metric, thresholds);
  return limit === null ? value : `${value} (limit ${formatLimit(limit, UNITS[metric])})`;
}

/** A limit with its unit. */
export function formatMetricLimit(metric: MetricName, limit: number): string {
  return formatLimit(limit, UNITS[metric]);
}
