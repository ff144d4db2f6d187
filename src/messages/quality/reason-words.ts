import { metricRange } from '../../qos/metric-range.ts';
import type { Person, Reason } from '../../qos/person.ts';
import type { StreamType } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { reachedLimit } from './broken-limit.ts';
import { averageWithLimit, formatMetric, METRIC_NAMES, peakWithLimit } from './metric-words.ts';
import { streamWords } from './stream-words.ts';

/**
 * Why somebody has the grade, in a few words with the limit that was reached, and what came on top:
 * "hears with 25.0 % audio loss (limit 10 %), latency 1,200 ms". null for people without a reason.
 */
export function reasonPhrase(person: Person, thresholds: Thresholds): string | null {
  const { reason } = person;
  if (reason === null) return null;
  const stream = person.streams.find(({ type }) => type === reason.type);
  const range = stream ? metricRange(stream, reason.metric) : { average: null, peak: null };
  const main = reason.spike
    ? spikePhrase(reason, range.peak, thresholds)
    : averagePhrase(reason, range.average, thresholds);
  return [main, ...alsoBroken(person, reason, thresholds)].join(', ');
}

function spikePhrase({ type, metric }: Reason, peak: number | null, thresholds: Thresholds): string {
  const words = streamWords(type);
  const value = peakWithLimit(metric, peak, thresholds);
  return metric === 'loss'
    ? `${words.noun} loss peaked at ${value}`
    : `${METRIC_NAMES[metric]} peaked at ${value}${aside(type)}`;
}

function averagePhrase({ type, metric }: Reason, average: number | null, thresholds: Thresholds): string {
  const words = streamWords(type);
  const value = averageWithLimit(metric, type, average, thresholds);
  if (metric !== 'loss') return `${METRIC_NAMES[metric]} ${value}${aside(type)}`;
  const [number, limit] = value.split(' (');
  return `${words.verb} ${number} ${lossNoun(type)}${limit === undefined ? '' : ` (${limit}`}`;
}

/** Loss beside bad latency, latency beside bad loss: what else reached a limit, without naming it. */
function alsoBroken(person: Person, reason: Reason, thresholds: Thresholds): string[] {
  const also: string[] = [];
  if (reason.metric !== 'loss' && reaches('loss', person.lossType, person.lossPercent, thresholds)) {
    also.push(`${formatMetric('loss', person.lossPercent)} ${person.lossType ? lossNoun(person.lossType) : 'loss'}`);
  }
  if (reason.metric !== 'latency' && reaches('latency', person.latencyType, person.latencyMs, thresholds)) {
    also.push(`latency ${formatMetric('latency', person.latencyMs)}`);
  }
  return also;
}

function reaches(
  metric: 'loss' | 'latency',
  type: StreamType | null,
  average: number | null,
  thresholds: Thresholds,
): boolean {
  return type !== null && average !== null && reachedLimit(metric, type, average, thresholds) !== null;
}

/** "audio loss": the direction is in the verb. */
function lossNoun(type: StreamType): string {
  return `${streamWords(type).noun.replace(/^sent /, '')} loss`;
}

/** " while speaking"; hearing goes without saying. */
function aside(type: StreamType): string {
  const words = streamWords(type);
  return words.noun === 'audio' ? '' : ` ${words.while}`;
}
