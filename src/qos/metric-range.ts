import type { MetricName } from './person.ts';
import type { MetricRange, Stream } from './stream.ts';

/** The statistics of one of the metrics that can decide a grade. */
export function metricRange(stream: Stream, metric: MetricName): MetricRange {
  switch (metric) {
    case 'loss':
      return stream.lossPercent;
    case 'latency':
      return stream.latencyMs;
    case 'jitter':
      return stream.jitterMs;
    case 'fps':
      return stream.frameRateFps;
  }
}
