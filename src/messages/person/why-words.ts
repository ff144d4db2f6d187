import { gradeOfSeverity } from '../../qos/grade.ts';
import { metricRange } from '../../qos/metric-range.ts';
import type { MetricName, Person, PersonNote, StreamReason } from '../../qos/person.ts';
import type { StreamType } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { dropWords, times } from '../quality/drop-words.ts';
import { formatMetric, limitClause } from '../quality/metric-words.ts';
import { peakLimit, reachedLimit } from '../quality/reached-limit.ts';
import { streamWords } from '../quality/stream-words.ts';
import { formatDuration } from '../text/dates.ts';
import { formatLimit } from '../text/numbers.ts';

/** Why there is no grade. */
const NOTES: Readonly<Record<PersonNote, string>> = {
  'barely used': 'as a presenter this person sent next to nothing, as with a muted microphone or a camera that was off',
  'sent nothing': 'as a presenter this person sent no voice, video or screen long enough to be measured',
  'received nothing': 'this person received no sound, video or screen that was measured',
  'loss not readable': 'Zoom sent a loss that makes no sense, and nothing else was bad',
  'loss not reported': 'Zoom reported no loss, and nothing else was bad',
  'latency not reported': 'Zoom reported no delay',
  'nothing measured': 'Zoom measured nothing for this person',
  'short stay': 'the stay was too short for more',
};

/** What is said of it beside a grade. */
const ASIDES: Readonly<Partial<Record<PersonNote, string>>> = { 'latency not reported': 'delay not reported' };

/** Why the person has the grade, or none, as a sentence. */
export function whySentence(person: Person, thresholds: Thresholds): string {
  if (person.grade === 'Short stay') {
    const stay = person.staySeconds === null ? '' : ` for ${formatDuration(person.staySeconds)}`;
    return `stayed${stay}; under ${formatLimit(thresholds.shortStaySeconds, 's')} nobody is graded.`;
  }
  if (person.grade === 'No data') {
    return `${person.notes.map((note) => NOTES[note]).join(', ') || NOTES['nothing measured']}.`;
  }
  if (person.reason?.type === null) return `${dropsSentence(person, thresholds)}.`;
  const notes = person.notes.map((note) => ASIDES[note] ?? note).join(', ');
  return `${reasonSentence(person, person.reason, thresholds)}${notes === '' ? '' : ` (${notes}; graded on the rest)`}.`;
}

/** "the connection broke off 3 times; from 3 times on that is Poor". */
function dropsSentence({ drops, streams, notes }: Person, { dropsForFair, dropsForPoor }: Thresholds): string {
  const isFair = drops < dropsForPoor;
  const [grade, limit] = isFair ? (['Fair', dropsForFair] as const) : (['Poor', dropsForPoor] as const);
  const from = limit === 1 ? 'even once' : `from ${times(limit)} on`;
  const isAll = !streams.some((stream) => stream.counted && stream.severity !== null);
  const why = notes.map((note) => NOTES[note]).join(', ');
  return `${dropWords(drops)}; ${from} that is ${grade}${isAll ? `, and nothing else was graded: ${why}` : ''}`;
}

function reasonSentence(person: Person, reason: StreamReason | null, thresholds: Thresholds): string {
  if (reason === null) return 'nothing was bad enough on average to be noticed';
  const { metric, type } = reason;
  const stream = person.streams.find((one) => one.type === type);
  const { average, peak } = stream ? metricRange(stream, metric) : { average: null, peak: null };
  if (reason.spike) {
    const limit = peakLimit(metric, type, thresholds);
    const clause = limit === null ? '' : `; ${limitClause(metric, limit)}`;
    const usual = average === null ? 'no average was reported' : `the average was ${formatMetric(metric, average)}`;
    const most = gradeOfSeverity(thresholds.peakSeverity);
    return `for a moment ${happened(metric, type, formatMetric(metric, peak))}${clause}, and ${usual}. A bad moment alone gives at most ${most}`;
  }
  const value = `on average ${happened(metric, type, formatMetric(metric, average))}`;
  const limit = average === null ? null : reachedLimit(metric, type, average, thresholds, person.listenOnly);
  return limit === null ? value : `${value}; ${limitClause(metric, limit)}`;
}

/** "6.0 % of the sound was lost", "the delay was 320 ms". */
function happened(metric: MetricName, type: StreamType, value: string): string {
  const { aside, what } = streamWords(type);
  switch (metric) {
    case 'loss':
      return `${value} of ${what} was lost`;
    case 'latency':
      return `the delay${aside} was ${value}`;
    case 'jitter':
      return `the delay${aside} kept changing by ${value} (jitter)`;
    case 'fps':
      return `${what} had ${value}`;
  }
}
