import { metricRange } from '../../qos/metric-range.ts';
import type { MetricName, Person, StreamReason } from '../../qos/person.ts';
import type { StreamType } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { dropWords } from './drop-words.ts';
import { formatMetric, limitInBrackets } from './metric-words.ts';
import { peakLimit, reachedLimit } from './reached-limit.ts';
import { lostWords, streamWords } from './stream-words.ts';

/**
 * Why somebody has the grade, in a few words with the limit that was reached, and what came on top:
 * "lost 25.0 % of the sound (Bad from 10 %), delay 1,200 ms". null for people without a reason.
 */
export function reasonPhrase(person: Person, thresholds: Thresholds): string | null {
  const main = mainReason(person, thresholds);
  return main === null ? null : [main, ...alsoReached(person, thresholds)].join(', ');
}

/** The reason alone. */
export function mainReason(person: Person, thresholds: Thresholds): string | null {
  const { reason } = person;
  if (reason === null) return null;
  if (reason.type === null) return dropWords(person.drops);
  const stream = person.streams.find(({ type }) => type === reason.type);
  const range = stream ? metricRange(stream, reason.metric) : { average: null, peak: null };
  return reason.spike
    ? spikePhrase(reason, range.peak, thresholds)
    : averagePhrase(reason.metric, reason.type, range.average, limitOf(person, thresholds));
}

function spikePhrase({ type, metric }: StreamReason, peak: number | null, thresholds: Thresholds): string {
  const value = formatMetric(metric, peak);
  const limit = limitInBrackets(metric, peakLimit(metric, type, thresholds));
  return metric === 'loss'
    ? `${lostWords(type, `up to ${value}`)} for a moment${limit}`
    : `delay${streamWords(type).aside} rose to ${value} for a moment${limit}`;
}

/** Says of a value which limit it reached. */
type LimitOf = (metric: MetricName, type: StreamType, average: number) => string;

/** For the person whose value it is. */
export function limitOf({ listenOnly }: Pick<Person, 'listenOnly'>, thresholds: Thresholds): LimitOf {
  return (metric, type, average) =>
    limitInBrackets(metric, reachedLimit(metric, type, average, thresholds, listenOnly));
}

/** "lost 6.0 % of the sound (Poor from 5 %)", "delay while speaking 320 ms (Poor from 300 ms)". */
export function averagePhrase(metric: MetricName, type: StreamType, average: number | null, limit: LimitOf): string {
  const { aside, what } = streamWords(type);
  const value = formatMetric(metric, average);
  const inBrackets = average === null ? '' : limit(metric, type, average);
  switch (metric) {
    case 'loss':
      return `${lostWords(type, value)}${inBrackets}`;
    case 'latency':
      return `delay${aside} ${value}${inBrackets}`;
    case 'jitter':
      return `delay${aside} kept changing by ${value}${inBrackets}`;
    case 'fps':
      return `${what} jerked: ${value}${inBrackets}`;
  }
}

/** Loss beside bad delay, delay beside bad loss, drops beside both: what else reached a limit, without naming it. */
function alsoReached(person: Person, thresholds: Thresholds): string[] {
  const also: string[] = [];
  const { reason, lossType, lossPercent, latencyType, latencyMs, listenOnly } = person;
  const reaches = (metric: MetricName, type: StreamType, average: number) =>
    reachedLimit(metric, type, average, thresholds, listenOnly) !== null;
  if (reason?.metric !== 'loss' && lossType && lossPercent !== null && reaches('loss', lossType, lossPercent)) {
    also.push(lostWords(lossType, formatMetric('loss', lossPercent)));
  }
  if (reason?.metric !== 'latency' && latencyType && latencyMs !== null && reaches('latency', latencyType, latencyMs)) {
    also.push(`delay ${formatMetric('latency', latencyMs)}`);
  }
  if (reason !== null && reason.type !== null && person.drops > 0) also.push(dropWords(person.drops));
  return also;
}
