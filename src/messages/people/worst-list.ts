import type { ContextBlock } from '@slack/types';
import type { Person } from '../../qos/person.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ListPage } from '../../reports/list-page.ts';
import type { Sort } from '../../reports/report.ts';
import { actions, type ButtonSpec, context, header, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { NATIVE_LIMITS } from '../block-kit/native-data.ts';
import { gradeWord, markedGrade } from '../quality/grade-words.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { stateInBrackets } from '../report/completeness-words.ts';
import { slackDay } from '../text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { createNamer } from '../text/names.ts';
import { formatCount } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { findButton } from './found-people.ts';
import { lossSpread } from './loss-spread.ts';
import { metricLine } from './person-metrics.ts';
import { connectionWords } from './person-words.ts';

const SORTS: readonly Sort[] = ['severity', 'loss', 'latency'];
/** As many as Slack takes in one. */
export const MOST_IN_TABLE = NATIVE_LIMITS.tableRows - 1;
/** By severity there are only those who are Fair, Poor or Bad; by a number everybody who has it. */
export const TITLES: Readonly<Record<Sort, string>> = {
  severity: 'Worst connections',
  loss: 'Everybody, by lost sound',
  latency: 'Everybody, by delay',
};

/** One page of a list, for the one who clicked: people with their numbers, and buttons to the pages beside it. */
export function renderWorstList(page: ListPage): Message {
  if (page.people.length === 0) return renderEmptyList(page);
  const thresholds = limitsUsed(page.head);
  const nameOf = createNamer(page.people);
  const spread = page.sort === 'loss' && page.page === 0 ? lossSpread(page.head) : null;
  const text = joinMrkdwn(
    [
      `${TITLES[page.sort]}, ${spokenPosition(page)}, ${webinarName(page.head)}:`,
      spread === null ? null : mrkdwn`${spread.words}.`,
      ...page.people.map((person, index) => {
        const grade = gradeWord(person.grade);
        return `${page.first + index}. ${nameOf(person)}, ${grade}, ${metricLine(person, thresholds)}.`;
      }),
    ],
    ' ',
  );
  return createMessage(text, [
    header(`${TITLES[page.sort]} – ${position(page)}`),
    subtitle(page),
    ...(spread === null ? [] : [spread.chart, context([spread.words])]),
    ...page.people.map((person, index) => {
      const words = personSection(person, page.first + index, nameOf(person), thresholds);
      return section(words, detailsButton(page, person, nameOf(person)));
    }),
    actions(pageButtons(page)),
    actions([...sortButtons(page), findButton(page.head)]),
  ]);
}

/** "6–10 of 16"; the last one alone is "16 of 16". */
function position({ first, last, total }: ListPage): string {
  const range = first === last ? formatCount(first) : `${formatCount(first)}–${formatCount(last)}`;
  return `${range} of ${formatCount(total)}`;
}

/** Screen readers read a dash as nothing. */
function spokenPosition(page: ListPage): string {
  return position(page).replace('–', ' to ');
}

function renderEmptyList(page: ListPage): Message {
  const { summary } = page.head;
  const sentence =
    summary.graded === 0
      ? 'Nobody could be graded, so there is no list.'
      : page.sort === 'severity'
        ? 'Everybody who was graded had a good connection.'
        : `Zoom reported no ${page.sort === 'loss' ? 'loss' : 'delay'} for anybody.`;
  return createMessage(joinMrkdwn([sentence, `${webinarName(page.head)}.`], ' '), [
    header(`${TITLES[page.sort]} – none`),
    subtitle(page),
    section(mrkdwn`${sentence}`),
    actions(sortButtons(page)),
  ]);
}

export function subtitle({ head, sort }: Pick<ListPage, 'head' | 'sort'>): ContextBlock {
  const day = head.startedAt === null ? null : slackDay(head.startedAt);
  const name = mrkdwn`${webinarName(head)}${stateInBrackets(head.state)}`;
  return context([`By ${sort}`, joinMrkdwn([name, day], ', '), 'only you see this']);
}

function personSection(person: Person, place: number, name: string, thresholds: Thresholds): Mrkdwn {
  const facts = [
    markedGrade(person.grade),
    person.role === 'presenter' ? 'presenter' : null,
    connectionWords(person),
    person.cpuOverloaded ? 'computer overloaded' : null,
  ];
  return mrkdwn`*${formatCount(place)}. ${name}* – ${joinMrkdwn(facts, ' · ')}\n${metricLine(person, thresholds)}`;
}

export function detailsButton({ head }: Pick<ListPage, 'head'>, person: Person, name: string): ButtonSpec {
  return {
    action: 'list.details',
    label: 'Details',
    spoken: `Details of ${name}`,
    state: { v: 1, report: head.key, read: head.readId, view: 'person', person: person.id },
  };
}

function pageButtons({ head, sort, page, pageCount, total }: ListPage): (ButtonSpec | null)[] {
  const state = (target: number) =>
    ({ v: 1, report: head.key, read: head.readId, view: 'list', sort, page: target }) as const;
  return [
    page === 0
      ? null
      : {
          action: 'list.page.previous',
          label: '‹ Previous',
          spoken: `Previous page, ${page} of ${pageCount}`,
          state: state(page - 1),
        },
    page + 1 >= pageCount
      ? null
      : {
          action: 'list.page.next',
          label: 'Next ›',
          spoken: `Next page, ${page + 2} of ${pageCount}`,
          state: state(page + 1),
          primary: true,
        },
    pageCount === 1
      ? null
      : {
          action: 'list.table',
          label: 'All as table',
          spoken: `All as table, ${formatCount(Math.min(total, MOST_IN_TABLE))} people in one table`,
          state: state(0),
        },
  ];
}

function sortButtons({ head, sort: current }: ListPage): (ButtonSpec | null)[] {
  return SORTS.map((sort) =>
    head.listLengths[sort] === 0 && sort !== current
      ? null
      : {
          action: `list.sort.${sort}`,
          label: sort === current ? `By ${sort} ✓` : `By ${sort}`,
          spoken: sort === current ? `By ${sort}, the current order; back to the first page` : `Order by ${sort}`,
          state: { v: 1, report: head.key, read: head.readId, view: 'list', sort, page: 0 },
        },
  );
}
