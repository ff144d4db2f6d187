import { gradeOfSeverity, isGraded } from '../../qos/grade.ts';
import type { GradedStream, Person } from '../../qos/person.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { CauseAttribute } from '../../qos/visit.ts';
import type { ReportHead } from '../../reports/report.ts';
import { SLACK_LIMITS } from '../block-kit/slack-limits.ts';
import { connectionWords } from '../people/person-words.ts';
import { gradeWord } from '../quality/grade-words.ts';
import { limitLines } from '../quality/limit-words.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { streamWords } from '../quality/stream-words.ts';
import { utcClock } from '../text/dates.ts';
import { personName } from '../text/names.ts';
import { toPastedText } from '../text/sanitize.ts';
import { webinarNumber } from '../webinar-words.ts';
import { adviceSteps, numberedSteps } from './advice-words.ts';
import { streamNumbers } from './stream-numbers.ts';
import { whyNotCounted } from './stream-sections.ts';
import { visitLines } from './visit-words.ts';
import { whySentence } from './why-words.ts';
import { zoomSays } from './zoom-words.ts';

const MAX_TEXT = 100;
const UNKNOWN = 'not known';

/**
 * A person's connection as plain text for somebody's help desk: what, when, by which limits. Times in UTC, no e-mail
 * address. Streams that do not fit any more are counted.
 */
export function ticketText(head: ReportHead, person: Person): string {
  const thresholds = limitsUsed(head);
  const streams = person.streams
    .toSorted((one, other) => Number(other.counted) - Number(one.counted))
    .map((stream) => streamLine(stream, person));
  for (let kept = streams.length; kept > 0; kept -= 1) {
    const text = writeTicket(head, person, thresholds, fitted(streams, kept));
    if (text.length <= SLACK_LIMITS.sectionText) return text;
  }
  return writeTicket(head, person, thresholds, fitted(streams, 0));
}

function fitted(lines: readonly string[], kept: number): string[] {
  const rest = lines.length - kept;
  return rest === 0 ? [...lines] : [...lines.slice(0, kept), `… and ${rest} more`];
}

function writeTicket(head: ReportHead, person: Person, thresholds: Thresholds, streams: readonly string[]): string {
  const { number, role, roleGuessed, grade } = person;
  const why = whySentence(person, thresholds);
  const labels = zoomSays(person);
  const steps = adviceSteps(head, person);
  return [
    'Zoom webinar, connection of one person',
    `Webinar: ${topicOf(head)} (${toPastedText(webinarNumber(head), MAX_TEXT)})`,
    `UUID: ${toPastedText(head.uuid ?? '', MAX_TEXT) || UNKNOWN}`,
    `Time (UTC): ${timeOf(head.startedAt)} – ${timeOf(head.endedAt)}`,
    `Person: #${number}, ${toPastedText(personName(person), MAX_TEXT)}, ${role}${roleGuessed ? ' (guessed)' : ''}`,
    `Grade: ${gradeWord(grade)}${isGraded(grade) ? " (the bot's own)" : ''}`,
    `Why: ${why}`,
    ...(labels === null ? [] : [labels]),
    `Client: ${clientOf(person)}`,
    `Network: ${[attribute(person, 'network_type'), person.transport, attribute(person, 'location')].filter(Boolean).join(', ') || UNKNOWN}`,
    `Data centre: ${attribute(person, 'data_center') ?? UNKNOWN}`,
    'Visits (UTC):',
    ...indented(visitLines(person)),
    'Measured (average, peak):',
    ...indented(streams.length === 0 ? ['nothing'] : streams),
    `Limits${head.ownLimits ? ' (own)' : ''}:`,
    ...indented(limitLines(thresholds)),
    ...(steps.length === 0 ? [] : ['To try:', ...indented(numberedSteps(steps) ?? [])]),
    `Read from Zoom: ${timeOf(head.readAt)} UTC, ${head.state}`,
  ].join('\n');
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function topicOf({ topic }: ReportHead): string {
  return toPastedText(topic ?? '', MAX_TEXT) || 'no topic';
}

function timeOf(iso: string | null): string {
  return utcClock(iso === null ? null : Date.parse(iso));
}

function attribute(person: Person, name: CauseAttribute): string | null {
  return toPastedText(person.attributes[name] ?? '', MAX_TEXT) || null;
}

function clientOf(person: Person): string {
  const version = attribute(person, 'version');
  return (
    [attribute(person, 'device'), version === null ? null : `Zoom ${version}`, connectionWords(person)]
      .filter((part) => part !== null)
      .join(', ') || UNKNOWN
  );
}

function streamLine(stream: GradedStream, person: Person): string {
  const { type, severity } = stream;
  const grade = severity === null ? 'not graded' : gradeOfSeverity(severity);
  const aside = whyNotCounted(stream, person) === null ? '' : ', does not count';
  return `${streamWords(type).title} (${type}): ${grade}${aside}: ${streamNumbers(stream).join(', ')}`;
}
