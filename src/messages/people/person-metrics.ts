import { metricRange } from '../../qos/metric-range.ts';
import type { GradedStream, MetricName, Person } from '../../qos/person.ts';
import { isAbove } from '../../qos/rounding.ts';
import type { StreamType } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { averageWithLimit, formatMetric } from '../quality/metric-words.ts';
import { reasonPhrase } from '../quality/reason-words.ts';
import { streamWords } from '../quality/stream-words.ts';
import { formatMos } from '../text/numbers.ts';

/**
 * A person's numbers on one line: "Audio loss 7.0 % (limit 5 %) · latency 210 ms · jitter 35 ms · est. MOS 3.3".
 * The limit stands at the number that decided the grade; when that is none of these, its reason comes first.
 */
export function metricLine(person: Person, thresholds: Thresholds): string {
  const jitter = greatestJitter(person);
  const loss = { metric: 'loss', type: person.lossType, average: person.lossPercent } as const;
  const latency = { metric: 'latency', type: person.latencyType, average: person.latencyMs } as const;
  const shown = [
    loss,
    latency,
    { metric: 'jitter', type: jitter?.type ?? null, average: jitter?.average ?? null } as const,
  ];
  const decided = shown.some((value) => isReason(person, value.metric, value.type));
  const parts = [
    decided ? null : reasonPhrase(person, thresholds)?.split(', ')[0],
    ...shown.map(({ metric, type, average }) => metricWords(person, metric, type, average, thresholds)),
    person.mos === null ? null : `est. MOS ${formatMos(person.mos)}`,
  ].filter((part) => part !== null && part !== undefined);
  const line = parts.join(' · ');
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
}

function metricWords(
  person: Person,
  metric: 'loss' | 'latency' | 'jitter',
  type: StreamType | null,
  average: number | null,
  thresholds: Thresholds,
): string {
  if (type === null || average === null) return missingWords(person, metric);
  const noun = streamWords(type).noun;
  const name = metric === 'loss' ? `${noun} loss` : noun === 'audio' ? metric : `${noun} ${metric}`;
  const value = isReason(person, metric, type)
    ? averageWithLimit(metric, type, average, thresholds)
    : formatMetric(metric, average);
  return `${name} ${value}`;
}

/** "loss not readable", "loss 22.0 % (peak only)", "jitter –". */
function missingWords(person: Person, metric: MetricName): string {
  const peaks = person.streams
    .filter((stream) => stream.counted)
    .map((stream) => metricRange(stream, metric).peak)
    .filter((peak) => peak !== null);
  if (peaks.length > 0) return `${metric} ${formatMetric(metric, Math.max(...peaks))} (peak only)`;
  const note = person.notes.find((candidate) => candidate.startsWith(`${metric} `));
  return note ?? `${metric} ${formatMetric(metric, null)}`;
}

function isReason({ reason }: Person, metric: MetricName, type: StreamType | null): boolean {
  return reason !== null && !reason.spike && reason.metric === metric && reason.type === type;
}

function greatestJitter(person: Person): { type: StreamType; average: number } | null {
  return person.streams
    .filter((stream) => stream.counted)
    .reduce<{ type: StreamType; average: number } | null>(worseJitter, null);
}

function worseJitter(worst: { type: StreamType; average: number } | null, { type, jitterMs }: GradedStream) {
  if (jitterMs.average === null) return worst;
  return worst === null || isAbove(jitterMs.average, worst.average) ? { type, average: jitterMs.average } : worst;
}
