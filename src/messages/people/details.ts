import type { KnownBlock, ModalView } from '@slack/types';
import { gradeOfSeverity } from '../../qos/grade.ts';
import type { Person } from '../../qos/person.ts';
import { streamKind } from '../../qos/stream.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';
import { context, header, section } from '../block-kit/blocks.ts';
import { gradeWord } from '../quality/grade-words.ts';
import { stateInBrackets } from '../report/completeness-words.ts';
import { formatDuration } from '../text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { personName } from '../text/names.ts';
import { formatMos, formatPercent } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { adviceWords } from './advice-words.ts';
import { attributeWords, connectionWords } from './person-words.ts';
import { streamSection, unusedWords } from './stream-sections.ts';
import { whySentence } from './why-words.ts';

/** A person's connection in full, as a modal: why the grade, what to try, every stream. Tables are not valid there. */
export function renderDetails(
  head: ReportHead,
  person: Person,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): ModalView {
  const advice = adviceWords(person);
  const unused = unusedWords(person.streams);
  const blocks: (KnownBlock | null)[] = [
    header(`${personName(person)} – ${gradeWord(person.grade)}`),
    section(why(person, thresholds)),
    advice === null ? null : section(mrkdwn`*What to try:* ${advice}`),
    ...person.streams.map((stream) => section(streamSection(stream))),
    unused === null ? null : context([unused]),
    context([connection(head, person)]),
  ];
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Connection details' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.filter((block) => block !== null),
  };
}

function why(person: Person, thresholds: Thresholds): Mrkdwn {
  const mos = person.mos === null ? null : mrkdwn`*Estimated MOS:* ${formatMos(person.mos)} of 4.5`;
  const overloaded = person.cpuOverloaded ? mrkdwn`*The computer was overloaded.*` : null;
  const second = joinMrkdwn([mrkdwn`*Heard by others:* ${heardByOthers(person)}`, mos, overloaded], '  ');
  return mrkdwn`*Why:* ${whySentence(person, thresholds)}\n${second}`;
}

/** By the audio that the person sent; the worst of several. */
function heardByOthers(person: Person): string {
  const sent = person.streams
    .filter(({ type }) => streamKind(type).medium === 'audio' && streamKind(type).direction === 'sent')
    .toSorted((one, other) => (other.severity ?? -1) - (one.severity ?? -1));
  const [worst] = sent;
  if (worst === undefined) return 'not at all, no audio was sent.';
  const loss = worst.lossPercent.average;
  const number = loss === null ? 'loss not reported' : `${formatPercent(loss)} loss while speaking`;
  if (worst.severity === null) return `unknown (${number}).`;
  const grade = gradeOfSeverity(worst.severity);
  return `${grade === 'Good' ? 'fine' : grade.toLowerCase()} (${number}).`;
}

function connection(head: ReportHead, person: Person): string {
  const { staySeconds, visits } = person;
  const joined = `${visits} ${visits === 1 ? 'visit' : 'visits'}`;
  const version = attributeWords(person, 'version');
  const center = attributeWords(person, 'data_center');
  const facts = [
    staySeconds === null ? `Stay unknown, ${joined}` : `Stayed ${formatDuration(staySeconds)} in ${joined}`,
    person.role,
    connectionWords(person),
    attributeWords(person, 'device'),
    version === null ? null : `client ${version}`,
    attributeWords(person, 'network_type'),
    attributeWords(person, 'location'),
    center === null ? null : `data center ${center}`,
    `${webinarName(head)}${stateInBrackets(head.state)}`,
  ].filter((fact) => fact !== null);
  return `${facts.join(' · ')}. Averages over the visits; latency is the round trip to Zoom.`;
}
