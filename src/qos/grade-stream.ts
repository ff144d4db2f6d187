import { metricRange } from './metric-range.ts';
import type { GradedStream, MetricName } from './person.ts';
import { isAbove } from './rounding.ts';
import { METRICS, metricSeverity } from './severity.ts';
import { type Stream, streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';

/** What grading adds to a stream. */
export type StreamGrade = Pick<GradedStream, 'severity' | 'rankValue' | 'metric' | 'spike'>;

const UNGRADED: StreamGrade = { severity: null, rankValue: null, metric: null, spike: false };

/**
 * Grades an active stream by its worst metric; a part of the second-worst one goes into the rank value only.
 * @param listenOnly whether the person sent no audio in any visit
 */
export function gradeStream(stream: Stream, listenOnly: boolean, thresholds: Thresholds): StreamGrade {
  const { medium } = streamKind(stream.type);
  if (medium === 'cpu') return UNGRADED;
  let worst = -1;
  let second = 0;
  let metric: MetricName | null = null;
  let spike = false;
  for (const candidate of METRICS) {
    const found = metricSeverity(candidate, medium, metricRange(stream, candidate), listenOnly, thresholds);
    if (found === null) continue;
    if (metric === null || isAbove(found.severity, worst)) {
      if (metric !== null) second = worst;
      ({ severity: worst, spike } = found);
      metric = candidate;
    } else {
      second = Math.max(second, found.severity);
    }
  }
  if (metric === null) return UNGRADED;
  const weight = thresholds.weights[medium];
  const rankValue = weight * Math.min(100, worst + thresholds.secondMetricFactor * second);
  return { severity: weight * worst, rankValue, metric, spike };
}
