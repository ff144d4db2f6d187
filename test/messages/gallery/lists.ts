import { withoutNativeBlocks } from '../../../src/messages/block-kit/message.ts';
import { renderDetails } from '../../../src/messages/people/details.ts';
import { renderPeopleTable } from '../../../src/messages/people/people-table.ts';
import { renderWorstList } from '../../../src/messages/people/worst-list.ts';
import type { Person, PersonGrade } from '../../../src/qos/person.ts';
import type { Sort } from '../../../src/reports/report.ts';
import { samplePage, samplePerson, sampleSummary } from '../samples.ts';
import { entry, type Group } from './entry.ts';
import { apple, dropped, galleryHead, good, jerky, moment, nameless, pear, quince, unsteady } from './people.ts';

const head = galleryHead();
const namesake = { ...apple, id: 'visit-00cafe', number: 31 };

const PAGES: Readonly<Record<Sort, ReturnType<typeof samplePage>>> = {
  severity: samplePage({ head, people: [apple, namesake, pear, nameless, quince] }),
  loss: samplePage({
    head,
    sort: 'loss',
    page: 0,
    first: 1,
    last: 5,
    people: [moment, jerky, unsteady, good, nameless],
    total: 412,
    pageCount: 83,
  }),
  latency: samplePage({
    head,
    sort: 'latency',
    people: [quince, good],
    first: 411,
    last: 412,
    total: 412,
    page: 82,
    pageCount: 83,
  }),
};
const TOP = { head, sort: 'loss' as const, total: 412, people: [apple, pear, nameless, moment, jerky, quince] };
const nowhere = { people: [], page: 0, pageCount: 1, first: 0, last: 0, total: 0 };
const empty = (sort: Sort, graded: number) =>
  samplePage({
    ...nowhere,
    sort,
    head: galleryHead({
      worst: [],
      summary: sampleSummary({ graded }),
      listLengths: { severity: 0, loss: 0, latency: 3 },
    }),
  });

/** One for each grade, or for why there is none. */
const DETAILS: Readonly<Record<PersonGrade, Person>> = {
  Good: good,
  Fair: jerky,
  Poor: nameless,
  Bad: apple,
  'Short stay': samplePerson({
    name: 'Date D',
    grade: 'Short stay',
    reason: null,
    staySeconds: 48,
    visits: 1,
    mos: null,
    streams: [],
  }),
  'No data': samplePerson({
    name: 'Elder E',
    role: 'presenter',
    grade: 'No data',
    reason: null,
    notes: ['sent nothing'],
    mos: null,
    streams: [],
  }),
};

export const LISTS: readonly Group[] = [
  {
    title: 'Worst connections',
    about: 'A page of people, for the one who clicked.',
    entries: [
      ...Object.entries(PAGES).map(([sort, page]) => entry(`By ${sort}`, renderWorstList(page))),
      entry('By loss, the first page, where Slack takes no charts', withoutNativeBlocks(renderWorstList(PAGES.loss))),
      entry('Nobody, by severity', renderWorstList(empty('severity', 10))),
      entry('Nobody, by loss', renderWorstList(empty('loss', 10))),
      entry('Nobody could be graded', renderWorstList(empty('severity', 0))),
    ],
  },
  {
    title: 'All as table',
    about:
      'The first two hundred of a list in a table that Slack pages and sorts; a button in each row opens the details.',
    entries: [
      entry('By loss', renderPeopleTable(TOP)),
      entry('Where Slack takes no tables', withoutNativeBlocks(renderPeopleTable(TOP))),
      entry('Nobody', renderPeopleTable({ ...TOP, sort: 'severity', total: 0, people: [] })),
    ],
  },
  {
    title: 'Connection details',
    about: 'The modal behind Details, the one place for the field’s own words.',
    isForExperts: true,
    entries: [
      ...Object.entries(DETAILS).map(([grade, person]) => entry(grade, renderDetails(head, person))),
      entry('A presenter', renderDetails(head, pear)),
      entry('A presenter whose connection broke off', renderDetails(head, dropped)),
      entry('Much delay, loss not reported', renderDetails(head, quince)),
      entry('A delay that kept changing', renderDetails(head, unsteady)),
      entry('A bad moment', renderDetails(head, moment)),
    ],
  },
];
