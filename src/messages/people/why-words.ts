import { metricRange } from '../../qos/metric-range.ts';
import type { Person, PersonNote, Reason } from '../../qos/person.ts';
import { isAbove } from '../../qos/rounding.ts';
import { streamKind } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { reachedLimit } from '../quality/broken-limit.ts';
import { formatMetric, formatMetricLimit, METRIC_NAMES, peakWithLimit } from '../quality/metric-words.ts';
import { MEDIUM_NAMES, streamWords } from '../quality/stream-words.ts';
import { formatDuration } from '../text/dates.ts';
import { formatLimit } from '../text/numbers.ts';

/** Why there is no grade. */
const NOTES: Readonly<Record<PersonNote, string>> = {
  'sent nothing': 'as a presenter this person sent no audio, video or screen share long enough to be measured',
  'loss not readable': 'Zoom sent a loss that makes no sense, and nothing else was bad',
  'loss not reported': 'Zoom reported no loss, and nothing else was bad',
  'latency not reported': 'Zoom reported no latency',
  'nothing measured': 'Zoom measured nothing for this person',
};

/** Why the person has the grade, or none, as a sentence. */
export function whySentence(person: Person, thresholds: Thresholds): string {
  if (person.grade === 'Short stay') {
    const stay = person.staySeconds === null ? '' : ` for ${formatDuration(person.staySeconds)}`;
    return `stayed${stay}, and under ${formatLimit(thresholds.shortStaySeconds, 's')} nothing is graded.`;
  }
  if (person.grade === 'No data') {
    return `${person.notes.map((note) => NOTES[note]).join(', ') || NOTES['nothing measured']}.`;
  }
  const notes = person.notes.length === 0 ? '' : ` (${person.notes.join(', ')}; graded on the rest)`;
  return `${reasonSentence(person, thresholds)}${notes}.`;
}

function reasonSentence(person: Person, thresholds: Thresholds): string {
  const { reason } = person;
  if (reason === null) return 'no average reached a limit';
  const stream = person.streams.find(({ type }) => type === reason.type);
  const { average, peak } = stream ? metricRange(stream, reason.metric) : { average: null, peak: null };
  const subject = `${metricSubject(reason)} ${streamWords(reason.type).while}`;
  if (reason.spike) {
    const usual =
      average === null ? 'no average was reported' : `the average was ${formatMetric(reason.metric, average)}`;
    return `${subject} peaked at ${peakWithLimit(reason.metric, peak, thresholds)}; ${usual}. A spike alone gives at most Fair`;
  }
  const value = `average ${subject} was ${formatMetric(reason.metric, average)}`;
  const limit = average === null ? null : reachedLimit(reason.metric, reason.type, average, thresholds);
  if (average === null || limit === null) return value;
  const side = reason.metric === 'fps' ? 'below' : isAbove(average, limit) ? 'above' : 'at';
  return `${value}, ${side} the limit of ${formatMetricLimit(reason.metric, limit)}`;
}

/** "audio loss", "latency", "frame rate". */
function metricSubject({ type, metric }: Reason): string {
  const { medium } = streamKind(type);
  return metric === 'loss' && medium !== 'cpu' ? `${MEDIUM_NAMES[medium]} loss` : METRIC_NAMES[metric];
}
