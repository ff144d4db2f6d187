import { withoutNativeBlocks } from '../../../src/messages/block-kit/message.ts';
import { renderFailure } from '../../../src/messages/failures/failure.ts';
import { renderFailureModal } from '../../../src/messages/failures/failure-modal.ts';
import { renderFindModal, renderFound, withFindLater } from '../../../src/messages/people/found-people.ts';
import { renderPeopleTable } from '../../../src/messages/people/people-table.ts';
import { renderWorstList } from '../../../src/messages/people/worst-list.ts';
import { renderLetter, renderTicket } from '../../../src/messages/person/copy-modals.ts';
import { renderDetails } from '../../../src/messages/person/details.ts';
import { renderReading } from '../../../src/messages/reading.ts';
import type { Person, PersonGrade } from '../../../src/qos/person.ts';
import { NOTHING_KNOWN } from '../../../src/reports/on-demand/progress.ts';
import type { Sort } from '../../../src/reports/report.ts';
import { samplePage, samplePerson, sampleSummary } from '../samples.ts';
import { entry, type Group } from './entry.ts';
import {
  apple,
  dropped,
  far,
  galleryHead,
  good,
  jerky,
  moment,
  nameless,
  pear,
  quince,
  twice,
  unsteady,
} from './people.ts';

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

const found = {
  head,
  typed: 'apple',
  people: [apple, { ...namesake, attributes: { location: 'Oslo', device: 'iPad' } }],
  total: 2,
  isBlank: false,
};
const nobody = { ...found, people: [], total: 0 };
const READING = { ...NOTHING_KNOWN, webinar: '93201235621' };
const GONE = { kind: 'report-gone', report: null } as const;

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
    title: 'Find a person',
    about: 'The modal behind “Find a person”, and the answer to the command with the word find.',
    entries: [
      entry('The modal', renderFindModal(head, null)),
      entry('The modal, with namesakes found', renderFindModal(head, found)),
      entry('The modal, nobody found', renderFindModal(head, { ...nobody, typed: 'zoë' })),
      entry(
        'The modal, of a report that is gone',
        renderFailureModal(renderFailure(GONE, { reference: '7F3A', now: 0 })),
      ),
      entry('By command', renderFound(found)),
      entry('By command, more than are shown', renderFound({ ...found, typed: 'a', total: 1_210 })),
      entry('By command, one person', renderFound({ ...found, typed: '#12', people: [nameless], total: 1 })),
      entry('By command, nobody', renderFound({ ...nobody, typed: 'zoë' })),
      entry('By command, without a name', renderFound({ ...nobody, typed: '%', isBlank: true })),
      entry('By command, while it is read', withFindLater(renderReading(READING, { report: 'key', request: 'r1' }))),
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
      entry('Two visits, one broke off', renderDetails(head, twice)),
      entry('Delay, far from the data centre', renderDetails(head, far)),
    ],
  },
  {
    title: 'Copy for a ticket',
    about: 'Above Connection details: plain text for a help desk, in its own words.',
    isForExperts: true,
    entries: [
      entry('Two visits, one broke off', renderTicket(head, twice)),
      entry('A presenter', renderTicket(head, pear)),
      entry(
        'Nothing known',
        renderTicket(galleryHead({ uuid: null, topic: null, startedAt: null }), DETAILS['No data']),
      ),
    ],
  },
  {
    title: 'Text for this person',
    about: 'Above Connection details: what can be sent to somebody who had trouble.',
    entries: [
      entry('Lost sound', renderLetter(head, twice)),
      entry('Much delay, far away', renderLetter(head, far)),
      entry('A voice that others lost', renderLetter(head, pear)),
      entry('Few pictures', renderLetter(head, jerky)),
      entry('A delay that kept changing', renderLetter(head, unsteady)),
      entry('A bad moment', renderLetter(head, moment)),
      entry('A connection that broke off', renderLetter(head, dropped)),
      entry('Nobody knows what this person is called', renderLetter(head, nameless)),
      entry('Somebody who was fine', renderLetter(head, good)),
    ],
  },
];
