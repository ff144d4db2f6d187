import { renderForChannel } from '../../../src/messages/render-content.ts';
import { renderReport } from '../../../src/messages/report/report.ts';
import { renderWorseReply } from '../../../src/messages/report/worse-reply.ts';
import type { GroupGrade } from '../../../src/qos/analysis.ts';
import type { ListState, ReportHead, ReportState } from '../../../src/reports/report.ts';
import { sampleSpread, sampleSummary, stored } from '../samples.ts';
import { type Entry, entry, type Group } from './entry.ts';
import { apple, dropped, galleryHead, goodSummary, nameless, pear } from './people.ts';

const NOW = Date.UTC(2026, 4, 14, 17);
const asker = { shownTo: 'asker' } as const;
const nobody = { grade: 'No data', graded: 0, affected: 0, impaired: 0, good: 0, fair: 0, poor: 0, bad: 0 } as const;
const presented = { grade: 'Good', graded: 4, good: 4, affected: 0, decidedBy: null } as const;
const webinar = { key: 'Zm9vYmFyYmF6cXV1eA==', webinarId: '93201235621', topic: 'Q3 All-Hands' };

/** One for each verdict there is. */
const VERDICTS: Readonly<Record<GroupGrade, ReportHead>> = {
  Good: galleryHead({
    summary: goodSummary,
    worst: stored([nameless]),
    listLengths: { severity: 7, loss: 412, latency: 410 },
  }),
  Fair: galleryHead(),
  Poor: galleryHead({
    summary: sampleSummary({
      verdict: 'Poor',
      affected: 61,
      audience: { grade: 'Poor', graded: 412, affected: 61, impaired: 102, good: 310, fair: 41, poor: 41, bad: 20 },
      causes: [
        { attribute: 'location', value: 'Lyon', flagged: 40, people: 60, othersFlagged: 21, others: 350 },
        { attribute: 'network_type', value: 'Wifi', flagged: 52, people: 120, othersFlagged: 9, others: 290 },
      ],
    }),
  }),
  Bad: galleryHead({
    worst: stored([pear, apple, nameless]),
    decidingPresenter: stored([pear])[0] ?? null,
    summary: sampleSummary({
      verdict: 'Bad',
      decidedBy: 'presenters',
      presenters: { grade: 'Bad', graded: 4, good: 3, affected: 1, decidedBy: pear.id },
      causes: [],
    }),
    spread: sampleSpread({ presenters: { good: 3, fair: 0, poor: 0, bad: 1 } }),
  }),
  'No data': galleryHead({
    worst: [],
    listLengths: { severity: 0, loss: 0, latency: 0 },
    summary: sampleSummary({
      verdict: 'No data',
      decidedBy: null,
      ...{ people: 5, graded: 0, affected: 0, shortStays: 1, noData: 4, causes: [] },
      ...{ audience: nobody, presenters: { ...presented, grade: 'No data', graded: 0, good: 0 } },
    }),
  }),
};

/** One for each state that a report can be in. */
const STATES: Readonly<Record<ReportState, ReportHead>> = {
  final: galleryHead({ participantCount: 480, rowsRead: 475 }),
  preliminary: galleryHead({ state: 'preliminary', participantCount: 900 }),
  incomplete: galleryHead({ state: 'incomplete', participantCount: 900 }),
  unconfirmed: galleryHead({ state: 'unconfirmed', participantCount: null }),
  live: galleryHead({ state: 'live', endedAt: null }),
};

const NO_LIST = { listed: 0, joined: 0, unlisted: 475, unusable: 0 };
/** One for each way that the participants list can come out. */
const LISTS: Readonly<Record<ListState, ReportHead>> = {
  ok: galleryHead({ participantsList: { state: 'ok', listed: 475, joined: 463, unlisted: 12, unusable: 1 } }),
  'no-scope': galleryHead({ participantsList: { state: 'no-scope', ...NO_LIST } }),
  failed: galleryHead({ participantsList: { state: 'failed', ...NO_LIST } }),
  late: galleryHead({ participantsList: { state: 'late', ...NO_LIST } }),
  partial: galleryHead({
    participantsList: { state: 'partial', listed: 300, joined: 300, unlisted: 175, unusable: 0 },
  }),
};

const LIMITED = galleryHead({
  topic: 'Town hall',
  worst: stored([nameless]),
  listLengths: { severity: 5, loss: 250, latency: 250 },
  summary: {
    ...goodSummary,
    ...{ limitedData: true, people: 5038, graded: 250, noData: 4750, affected: 2 },
    audience: { grade: 'Good', graded: 246, affected: 2, impaired: 5, good: 241, fair: 3, poor: 2, bad: 0 },
  },
});
const SMALL = galleryHead({
  worst: stored([nameless]),
  listLengths: { severity: 1, loss: 8, latency: 8 },
  participantCount: 9,
  rowsRead: 9,
  summary: sampleSummary({
    ...{ people: 9, graded: 9, affected: 1, shortStays: 0, noData: 0, causes: [] },
    audience: { grade: 'Fair', graded: 8, affected: 1, impaired: 1, good: 7, fair: 0, poor: 1, bad: 0 },
    presenters: { ...presented, graded: 1, good: 1 },
  }),
});
const GUESSED = galleryHead({ summary: sampleSummary({ roles: 'guessed' }) });
const NOBODY_SENT = galleryHead({
  summary: sampleSummary({ roles: 'guessed', presenters: { ...presented, grade: 'No data', graded: 0, good: 0 } }),
});
const BOTH = galleryHead({
  worst: stored([apple, dropped, nameless]),
  decidingPresenter: stored([dropped])[0] ?? null,
  summary: sampleSummary({
    verdict: 'Poor',
    decidedBy: 'both',
    audience: { grade: 'Poor', graded: 412, affected: 61, impaired: 124, good: 288, fair: 63, poor: 41, bad: 20 },
    presenters: { grade: 'Poor', graded: 4, good: 3, affected: 1, decidedBy: dropped.id },
    causes: [],
  }),
});
const MOSTLY_AUDIENCE = galleryHead({
  summary: sampleSummary({
    ...{ verdict: 'Poor', affected: 62, causes: [] },
    audience: { grade: 'Poor', graded: 412, affected: 61, impaired: 90, good: 310, fair: 41, poor: 41, bad: 20 },
    presenters: { grade: 'Fair', graded: 4, good: 3, affected: 1, decidedBy: dropped.id },
  }),
});
const QUARTER = galleryHead({
  worst: stored([]),
  listLengths: { severity: 110, loss: 412, latency: 410 },
  summary: sampleSummary({
    ...{ affected: 0, causes: [] },
    audience: { grade: 'Fair', graded: 412, affected: 0, impaired: 110, good: 302, fair: 110, poor: 0, bad: 0 },
  }),
});
const THINNER = galleryHead({ thinnerRead: { readAt: '2026-05-14T18:00:00Z', rowsRead: 120 } });
const MESSY = galleryHead({
  topic: null,
  startedAt: null,
  endedAt: null,
  unreadableRows: 3,
  invalidValues: { 'audio_output.avg_loss': 1 },
  ownLimits: true,
});
const LABELLED = galleryHead({ summary: sampleSummary({ zoomAgreement: { compared: 410, agree: 396 } }) });
const LONG = galleryHead({ topic: `All-Hands of everybody, everywhere ${'and everything '.repeat(12)}` });
const RIGHT_TO_LEFT = galleryHead({ topic: 'اجتماع الجميع – كل الموظفين' });

const byAsking: Entry[] = [
  ...Object.entries(VERDICTS).map(([verdict, head]) => entry(`Verdict: ${verdict}`, renderReport(head, asker))),
  entry('Limited data', renderReport(LIMITED, asker)),
  entry('Fewer than ten people', renderReport(SMALL, asker)),
  entry('Presenters and audience', renderReport(BOTH, asker)),
  entry('Mostly the audience', renderReport(MOSTLY_AUDIENCE, asker)),
  entry('A quarter of the audience had a little trouble', renderReport(QUARTER, asker)),
  entry('Zoom did not say who presented', renderReport(GUESSED, asker)),
  entry('Zoom did not say who presented, and nobody sent anything', renderReport(NOBODY_SENT, asker)),
  entry('A later read found less', renderReport(THINNER, asker)),
  entry('Topic and times unknown, rows unreadable, own limits', renderReport(MESSY, asker)),
  entry('Compared with Zoom’s own labels', renderReport(LABELLED, asker)),
  entry('A long topic', renderReport(LONG, asker)),
  entry('A topic from right to left', renderReport(RIGHT_TO_LEFT, asker)),
  entry('Asked for a fresh one too soon', renderReport(VERDICTS.Fair, { ...asker, justRead: true })),
  entry('After Share', renderReport(VERDICTS.Fair, { ...asker, sharedIn: { channel: 'C0EVENTS', before: false } })),
  entry(
    'After Share, a second time',
    renderReport(VERDICTS.Fair, { ...asker, sharedIn: { channel: 'C0EVENTS', before: true } }),
  ),
];

const inChannel: Entry[] = [
  entry('Good: one line', renderForChannel({ kind: 'report', head: VERDICTS.Good }, NOW)),
  entry(
    'Good, and nobody had trouble',
    renderForChannel(
      {
        kind: 'report',
        head: {
          ...VERDICTS.Good,
          summary: {
            ...goodSummary,
            affected: 0,
            audience: { ...goodSummary.audience, affected: 0, poor: 0, good: 408 },
          },
          participantCount: 480,
        },
      },
      NOW,
    ),
  ),
  entry('Good, limited data: never one line', renderForChannel({ kind: 'report', head: LIMITED }, NOW)),
  entry('Fair', renderForChannel({ kind: 'report', head: VERDICTS.Fair }, NOW)),
  entry('Shared by a person', renderReport(VERDICTS.Fair, { shownTo: 'shared' })),
  entry('The reply when it has become worse', renderWorseReply(VERDICTS.Poor)),
  entry(
    'Nobody is subscribed any more',
    renderForChannel({ kind: 'concluded', head: STATES.preliminary, webinar }, NOW),
  ),
  entry(
    'Nobody is subscribed any more, and it went well',
    renderForChannel({ kind: 'concluded', head: VERDICTS.Good, webinar }, NOW),
  ),
  entry(
    'Nobody is subscribed any more, and there was none',
    renderForChannel({ kind: 'concluded', head: null, webinar }, NOW),
  ),
];

export const REPORTS: readonly Group[] = [
  {
    title: 'The report',
    about: 'The answer to `/webinar-qos 932 0123 5621`, for the one who asked.',
    entries: byAsking,
  },
  {
    title: 'The report, by how much of the data is there',
    about: 'The same at other times.',
    entries: Object.entries(STATES).map(([state, head]) => entry(`State: ${state}`, renderReport(head, asker))),
  },
  {
    title: 'The report, by what the participants list had',
    about: 'The last line says what it lacks.',
    entries: Object.entries(LISTS).map(([state, head]) => entry(`List: ${state}`, renderReport(head, asker))),
  },
  { title: 'In the channel', about: 'Posted by itself when a webinar has ended, or shared.', entries: inChannel },
];
