import { renderWorstList } from '../../../src/messages/people/worst-list.ts';
import { noteModal, renderLetter, renderTicket } from '../../../src/messages/person/copy-modals.ts';
import { renderDetails } from '../../../src/messages/person/details.ts';
import { mrkdwn } from '../../../src/messages/text/mrkdwn.ts';
import type { Person, PersonGrade } from '../../../src/qos/person.ts';
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

const GONE = 'The pages of this report are no longer kept. Read the webinar again to see them.';

export const LISTS: readonly Group[] = [
  {
    title: 'Worst connections',
    about: 'A page of people, for the one who clicked.',
    entries: [
      ...Object.entries(PAGES).map(([sort, page]) => entry(`By ${sort}`, renderWorstList(page))),
      entry('Nobody, by severity', renderWorstList(empty('severity', 10))),
      entry('Nobody, by loss', renderWorstList(empty('loss', 10))),
      entry('Nobody could be graded', renderWorstList(empty('severity', 0))),
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
      entry('The report is gone', noteModal(mrkdwn`${GONE}`)),
    ],
  },
];
