import { metricRange } from './metric-range.ts';
import type { GradedStream, MetricName } from './person.ts';
import { isAbove } from './rounding.ts';
import { METRICS, metricSeverity } from './severity.ts';
import { type Stream, streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';

/** What grading adds to a stream. */
export interface StreamGrade extends Pick<GradedStream, 'severity' | 'rankValue' | 'metric' | 'spike'> {
  /** The severity by the averages alone, the weight included; null without any. */
  readonly steady: number | null;
}

/** Of a stream on which nothing could be graded, or that carried next to nothing. */
export const UNGRADED: StreamGrade = { severity: null, rankValue: null, metric: null, spike: false, steady: null };

/**
 * Grades an active stream by its worst metric; how far it is past the last limit and a part of the second-worst one go
 * into the rank value only.
 * @param listenOnly whether the person said nothing in any visit
 */
export function gradeStream(stream: Stream, listenOnly: boolean, thresholds: Thresholds): StreamGrade {
  const { medium } = streamKind(stream.type);
  if (medium === 'cpu') return UNGRADED;
  let worst = -1;
  let second = 0;
  let metric: MetricName | null = null;
  let spike = false;
  let steady: number | null = null;
  for (const candidate of METRICS) {
    const found = metricSeverity(candidate, medium, metricRange(stream, candidate), listenOnly, thresholds);
    if (found === null) continue;
    if (found.steady !== null) steady = Math.max(steady ?? 0, found.steady);
    if (metric === null || isAbove(found.uncapped, worst)) {
      if (metric !== null) second = worst;
      ({ uncapped: worst, spike } = found);
      metric = candidate;
    } else {
      second = Math.max(second, found.uncapped);
    }
  }
  if (metric === null) return UNGRADED;
  const weight = thresholds.weights[medium];
  return {
    severity: weight * Math.min(100, worst),
    rankValue: weight * (worst + thresholds.secondMetricFactor * Math.min(100, second)),
    metric,
    spike,
    steady: steady === null ? null : weight * steady,
  };
}
