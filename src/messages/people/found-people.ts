import type { KnownBlock, ModalView } from '@slack/types';
import type { Person } from '../../qos/person.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { FoundPeople } from '../../reports/packing/find-people.ts';
import type { ReportHead } from '../../reports/report.ts';
import { actions, type ButtonSpec, context, header, section } from '../block-kit/blocks.ts';
import { type ButtonState, encodeButton } from '../block-kit/button-codec.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { gradeWord, markedGrade } from '../quality/grade-words.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { stateInBrackets } from '../report/completeness-words.ts';
import { formatDuration, slackDay } from '../text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { createNamer, shownName } from '../text/names.ts';
import { formatCount } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { metricLine } from './person-metrics.ts';
import { attributeWords, connectionWords } from './person-words.ts';

/** The modal, and the field in it. Whoever reads what was typed looks for these. */
export const FIND_VIEW = 'find';
export const FIND_FIELD = { block: 'find.name', action: 'name' } as const;
const LONGEST_NAME = 100;
const MOST_TYPED_SHOWN = 60;
const HOW =
  'A part of the name is enough; capitals and accents do not matter. Who has no name is called Attendee #12 or so.';
const LATER = 'When the report is here: behind ⋯ on it is “Find a person”.';

/** What somebody looked for, and who was found. */
export interface Found extends FoundPeople {
  readonly head: ReportHead;
  readonly typed: string;
}

/** The answer to a command: people with their numbers, for the one who typed it. */
export function renderFound(found: Found): Message {
  const thresholds = limitsUsed(found.head);
  const nameOf = createNamer(found.people);
  const lines = found.people.map(
    (person) => `${nameOf(person)}, ${gradeWord(person.grade)}, ${metricLine(person, thresholds)}.`,
  );
  const text = joinMrkdwn([mrkdwn`${result(found)}`, mrkdwn`${webinarName(found.head)}.`, ...lines], ' ');
  return createMessage(text, [
    header(`Find a person – ${webinarName(found.head)}`),
    ...resultBlocks(found),
    actions([findButton(found.head)]),
  ]);
}

/** The field to type a name into; below it who was found, once somebody was looked for. */
export function renderFindModal(head: ReportHead, found: Found | null): ModalView {
  return {
    type: 'modal',
    callback_id: FIND_VIEW,
    private_metadata: encodeButton(stateOf(head)),
    title: { type: 'plain_text', text: 'Find a person' },
    submit: { type: 'plain_text', text: 'Find' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      {
        type: 'input',
        block_id: FIND_FIELD.block,
        label: { type: 'plain_text', text: 'Part of the name' },
        hint: { type: 'plain_text', text: HOW },
        element: {
          type: 'plain_text_input',
          action_id: FIND_FIELD.action,
          max_length: LONGEST_NAME,
          focus_on_load: true,
        },
      },
      ...(found ? resultBlocks(found) : [context([name(head)])]),
    ],
  };
}

/** Beside the message that a report is being read, for somebody who looked for a person in it. */
export function withFindLater({ text, blocks }: Message): Message {
  return { text: `${text} ${LATER}`, blocks: [...blocks, context([LATER])] };
}

/** Opens the modal. */
export function findButton(head: ReportHead): ButtonSpec | null {
  if (head.summary.people === 0) return null;
  return {
    action: 'list.find',
    label: 'Find a person',
    spoken: 'Find a person by a part of the name',
    state: stateOf(head),
  };
}

function stateOf({ key, readId }: ReportHead): ButtonState {
  return { v: 1, report: key, read: readId, view: 'report' };
}

function resultBlocks(found: Found): KnownBlock[] {
  const { head, people, total } = found;
  const thresholds = limitsUsed(head);
  const nameOf = createNamer(people);
  const rest = total - people.length;
  return [
    section(mrkdwn`*${result(found)}*`),
    ...people.map((person) => section(personWords(person, nameOf(person), thresholds), details(head, person, nameOf))),
    context([
      rest === 0 ? null : `${formatCount(rest)} more: type more of the name`,
      total === 0 && !found.isBlank ? HOW : null,
      name(head),
      'only you see this',
    ]),
  ];
}

function result({ typed, people, total, isBlank }: Found): string {
  if (isBlank) return 'Type at least one letter or digit of the name.';
  const called = `“${shownName(typed, MOST_TYPED_SHOWN)}”`;
  if (total === 0) return `Nobody in this report is called ${called}.`;
  if (total === 1) return `1 person is called ${called}.`;
  const shown = total === people.length ? '' : `; these ${people.length} fit best`;
  return `${formatCount(total)} people are called ${called}${shown}.`;
}

function name(head: ReportHead): Mrkdwn {
  const day = head.startedAt === null ? null : slackDay(head.startedAt);
  return joinMrkdwn([mrkdwn`${webinarName(head)}${stateInBrackets(head.state)}`, day], ', ');
}

/** What tells namesakes apart stands in the last line of everybody. */
function personWords(person: Person, shown: string, thresholds: Thresholds): Mrkdwn {
  const facts = [
    markedGrade(person.grade),
    person.role === 'presenter' ? 'presenter' : null,
    connectionWords(person),
    person.cpuOverloaded ? 'computer overloaded' : null,
  ];
  const { staySeconds, visits } = person;
  const stay = staySeconds === null ? 'stay unknown' : `stayed ${formatDuration(staySeconds)}`;
  const telling = [
    `#${person.number}`,
    attributeWords(person, 'location'),
    attributeWords(person, 'device'),
    attributeWords(person, 'network_type'),
    `${stay} in ${visits} ${visits === 1 ? 'visit' : 'visits'}`,
  ].filter((part) => part !== null);
  const head = mrkdwn`*${shown}* – ${joinMrkdwn(facts, ' · ')}`;
  return mrkdwn`${head}\n${metricLine(person, thresholds)}\n${telling.join(' · ')}`;
}

function details({ key, readId }: ReportHead, person: Person, nameOf: (person: Person) => string): ButtonSpec {
  return {
    action: 'list.details',
    label: 'Details',
    spoken: `Details of ${nameOf(person)}`,
    state: { v: 1, report: key, read: readId, view: 'person', person: person.id },
  };
}
