import { metricRange } from '../../qos/metric-range.ts';
import type { MetricName, Person } from '../../qos/person.ts';
import type { StreamType } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { formatMetric } from '../quality/metric-words.ts';
import { averagePhrase, limitOf, mainReason } from '../quality/reason-words.ts';

/**
 * What somebody had to bear, on one line: "lost 7.0 % of the sound (Poor from 5 %) · delay 210 ms". The limit stands at
 * the number that decided the grade; when that is neither of these, its reason comes first.
 */
export function metricLine(person: Person, thresholds: Thresholds): string {
  const shown = [
    { metric: 'loss', type: person.lossType, average: person.lossPercent },
    { metric: 'latency', type: person.latencyType, average: person.latencyMs },
  ] as const;
  const decided = shown.some(({ metric, type }) => isReason(person, metric, type));
  return [
    decided ? null : mainReason(person, thresholds),
    ...shown.map(({ metric, type, average }) => {
      if (type === null || average === null) return missingWords(person, metric);
      const limit = limitOf(person, thresholds);
      return averagePhrase(metric, type, average, isReason(person, metric, type) ? limit : () => '');
    }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** "loss not reported", "lost up to 22.0 % for a moment". */
function missingWords(person: Person, metric: 'loss' | 'latency'): string {
  const peaks = person.streams
    .filter((stream) => stream.counted)
    .map((stream) => metricRange(stream, metric).peak)
    .filter((peak) => peak !== null);
  if (peaks.length > 0) {
    const most = formatMetric(metric, Math.max(...peaks));
    return metric === 'loss' ? `lost up to ${most} for a moment` : `delay up to ${most} for a moment`;
  }
  if (metric === 'latency') return 'delay not reported';
  return person.notes.includes('loss not readable') ? 'loss not readable' : 'loss not reported';
}

function isReason({ reason }: Person, metric: MetricName, type: StreamType | null): boolean {
  return reason !== null && !reason.spike && reason.metric === metric && reason.type === type;
}
