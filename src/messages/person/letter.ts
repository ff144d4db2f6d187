import { isGraded } from '../../qos/grade.ts';
import { metricRange } from '../../qos/metric-range.ts';
import type { Person, StreamReason } from '../../qos/person.ts';
import { streamKind } from '../../qos/stream.ts';
import type { ReportHead } from '../../reports/report.ts';
import { dropWords } from '../quality/drop-words.ts';
import { formatMetric } from '../quality/metric-words.ts';
import { streamWords } from '../quality/stream-words.ts';
import { utcDayOf } from '../text/dates.ts';
import { personName } from '../text/names.ts';
import { toPastedText } from '../text/sanitize.ts';
import { webinarName } from '../webinar-words.ts';
import { ADVICE } from './advice-table.ts';
import { causesIn } from './advice-words.ts';

const MAX_TEXT = 100;

/**
 * Three friendly sentences to the person: what happened, what helps, an offer. Written to be sent by whoever clicked.
 * null for people who were Good or could not be graded.
 */
export function letterText(head: ReportHead, person: Person): string | null {
  if (!isGraded(person.grade) || person.reason === null) return null;
  const isNameless = person.name.trim() === '' || personName(person).startsWith('Attendee #');
  const greeting = isNameless ? 'Hello' : `Hi ${toPastedText(personName(person), MAX_TEXT)}`;
  const day = head.startedAt === null ? '' : utcDayOf(head.startedAt);
  const webinar = `“${toPastedText(webinarName(head), MAX_TEXT)}”${day === '' ? '' : ` on ${day}`}`;
  const moment = person.reason.spike ? 'for a moment ' : '';
  return [
    `${greeting}, in ${webinar}, ${moment}${whatHappened(person)}.`,
    whatHelps(head, person),
    'If it happens again, please tell me, and we look at it together.',
  ].join(' ');
}

function whatHappened(person: Person): string {
  const { reason } = person;
  if (reason?.type == null) return dropWords(person.drops, 'your');
  const stream = person.streams.find(({ type }) => type === reason.type);
  const { average, peak } = stream ? metricRange(stream, reason.metric) : { average: null, peak: null };
  return streamHappened(reason, formatMetric(reason.metric, reason.spike ? peak : average));
}

/** In the words of somebody who was there. */
function streamHappened({ type, metric }: StreamReason, value: string): string {
  const isSent = streamKind(type).direction === 'sent';
  const what = streamWords(type).what.replace('this person’s', 'your');
  const [reached, whose] = isSent ? ['the others', 'the others'] : ['you', 'you'];
  switch (metric) {
    case 'loss':
      return `about ${value} of ${what} did not reach ${reached}`;
    case 'latency':
      return `${what} came with a delay of ${value} (there and back)`;
    case 'jitter':
      return `${what} reached ${reached} unevenly, now sooner, now later`;
    case 'fps':
      return `${what} jerked for ${whose}`;
  }
}

function whatHelps(head: ReportHead, person: Person): string {
  const [first, second] = causesIn(head, person)
    .map((cause) => ADVICE[cause].toPerson)
    .filter((words) => words !== null);
  if (first === undefined) {
    return person.reason?.spike === true
      ? 'It was over soon, so there is nothing that you have to do.'
      : 'I could not see where it came from, so a test from another network would help most.';
  }
  return second === undefined ? `What helps most: ${first}.` : `What helps most: ${first}; and ${second}.`;
}
