import type { KnownBlock, ModalView } from '@slack/types';
import { gradeOfSeverity } from '../../qos/grade.ts';
import type { Grade, Person } from '../../qos/person.ts';
import { streamKind } from '../../qos/stream.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';
import { actions, context, header, section } from '../block-kit/blocks.ts';
import { attributeWords, connectionWords } from '../people/person-words.ts';
import { gradeWord } from '../quality/grade-words.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { stateInBrackets } from '../report/completeness-words.ts';
import { slackDay } from '../text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { personName } from '../text/names.ts';
import { formatMos, formatPercent } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { adviceSteps, numberedSteps } from './advice-words.ts';
import { copyButtons } from './copy-buttons.ts';
import { streamSection, unusedWords } from './stream-sections.ts';
import { visitWords } from './visit-words.ts';
import { whySentence } from './why-words.ts';
import { zoomSays } from './zoom-words.ts';

const HEARD: Readonly<Record<Grade, string>> = { Good: 'well', Fair: 'fairly well', Poor: 'poorly', Bad: 'badly' };

/** A person's connection in full, as a modal: why the grade, what to try, every stream. Tables are not valid there. */
export function renderDetails(head: ReportHead, person: Person): ModalView {
  const advice = numberedSteps(adviceSteps(head, person));
  // Nothing was measured: what was used is not known.
  const unused = person.streams.length === 0 ? null : unusedWords(person.streams);
  const mos = person.mos === null ? null : `Estimated audio MOS ${formatMos(person.mos)} of 4.5`;
  const aside = [unused, mos, zoomSays(person)];
  const blocks: (KnownBlock | null)[] = [
    header(`${personName(person)} – ${gradeWord(person.grade)}`),
    section(why(person, limitsUsed(head))),
    advice === null
      ? null
      : section(mrkdwn`*What to try:* ${joinMrkdwn(advice.length > 1 ? ['', ...advice] : advice, '\n')}`),
    ...person.streams.map((stream) => section(streamSection(stream, person))),
    aside.some((part) => part !== null) ? context(aside) : null,
    context([connection(head, person)]),
    actions(copyButtons(head, person)),
  ];
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Connection details' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.filter((block) => block !== null),
  };
}

function why(person: Person, thresholds: Thresholds): Mrkdwn {
  const overloaded = person.cpuOverloaded ? mrkdwn`*The computer was overloaded.*` : null;
  const voice = person.streams.length === 0 ? null : spoke(person);
  return joinMrkdwn([mrkdwn`*Why:* ${whySentence(person, thresholds)}`, voice, overloaded], '\n');
}

/** By the audio that the person sent, but for a muted microphone; the worst of several. */
function spoke(person: Person): Mrkdwn {
  const [worst] = person.streams
    .filter(({ type, barelyUsed }) => {
      const { medium, direction } = streamKind(type);
      return medium === 'audio' && direction === 'sent' && !barelyUsed;
    })
    .toSorted((one, other) => (other.severity ?? -1) - (one.severity ?? -1));
  if (worst === undefined) return mrkdwn`*Did not speak.*`;
  const loss = worst.lossPercent.average;
  const number = loss === null ? 'loss not reported' : `${formatPercent(loss)} lost`;
  if (worst.severity === null) return mrkdwn`*Spoke:* yes; how others heard this person is not known (${number}).`;
  const grade = gradeOfSeverity(worst.severity);
  return mrkdwn`*Spoke:* yes; others heard this person ${HEARD[grade]} (${number}).`;
}

function connection(head: ReportHead, person: Person): Mrkdwn {
  const version = attributeWords(person, 'version');
  const center = attributeWords(person, 'data_center');
  const facts = [
    visitWords(person),
    `${person.role}${person.roleGuessed ? ' (guessed)' : ''}`,
    connectionWords(person),
    attributeWords(person, 'device'),
    version === null ? null : `Zoom ${version}`,
    attributeWords(person, 'network_type'),
    attributeWords(person, 'location'),
    center === null ? null : `data centre ${center}`,
    person.transport ?? null,
    head.startedAt === null ? null : slackDay(head.startedAt),
    `${webinarName(head)}${stateInBrackets(head.state)}`,
  ];
  return mrkdwn`${joinMrkdwn(facts, ' · ')}. Averages over the visits; the delay is the round trip to Zoom.${head.ownLimits ? ' Graded with limits of our own.' : ''}`;
}
