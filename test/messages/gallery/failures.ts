import type { Failure } from '../../../src/errors.ts';
import { renderFailure } from '../../../src/messages/failures/failure.ts';
import { renderNoReport } from '../../../src/messages/failures/no-report.ts';
import { renderReadingOver } from '../../../src/messages/failures/reading-over.ts';
import { entry, type Group } from './entry.ts';

const NOW = Date.UTC(2026, 4, 14, 17);
const LATER = '2026-05-14T17:20:00Z';
const context = { reference: '7F3A2B', now: NOW, canNotify: true };
const webinar = '93201235621';
const topic = 'Q3 All-Hands';

type Of<Kind extends Failure['kind']> = Extract<Failure, { kind: Kind }>;
type Rest<Kind extends Failure['kind']> = Omit<Of<Kind>, 'kind'>;
type Problem = Of<'bad-subscription'>['problem'];

/** What was typed for each problem of a subscription. */
const PROBLEMS: Readonly<Record<Problem, string>> = {
  form: 'everything please',
  occurrence: 'Zm9vYmFyYmF6cXV1eA==',
  topic: '',
  host: 'jane',
  'slack-user': '@jane',
  grade: 'only awful',
  channel: 'in nowhere',
  repeated: 'in #a in #b',
  conversation: '',
  'not-a-member': 'C0LEADS0001',
};

/** Samples of every kind of failure there is: a new kind without one does not compile. */
const FAILURES: { readonly [Kind in Failure['kind']]: readonly Rest<Kind>[] } = {
  'bad-id': [{ input: 'all-hands' }, { input: '' }],
  'registration-link': [{}],
  'not-allowed': [
    { reason: 'not-listed', channels: ['C0AVTEAM001', 'C0EVENTS001'], namesOthers: false },
    { reason: 'not-listed', channels: ['C0AVTEAM001'], namesOthers: true },
    { reason: 'not-listed', channels: [], namesOthers: true },
    { reason: 'guest', channels: [], namesOthers: false },
  ],
  'operators-only': [{ hasOperators: true }, { hasOperators: false }],
  'access-unknown': [{ missingScope: null }, { missingScope: 'users:read' }],
  'not-found': [{ webinar: '93201235620' }],
  'still-running': [{ webinar, topic }],
  'too-early': [
    { webinar, topic, endedAt: '2026-05-14T16:58:00Z', nextReadAt: LATER },
    { webinar, topic: null, endedAt: '2026-05-14T16:58:00Z', nextReadAt: null },
  ],
  'too-old': [{}],
  'no-data': [{ webinar, topic }],
  'scope-missing': [{ scopes: ['dashboard:read:list_webinar_participants_qos:admin'] }, { scopes: [] }],
  'qss-missing': [{}],
  'plan-missing': [{}],
  'zoom-credentials': [{}],
  'zoom-refused': [
    { said: 'Invalid webinar ID.', status: 400, code: 300, check: 'number' },
    { said: 'Cannot access webinar info.', status: 400, code: 3000, check: 'meeting' },
    { said: 'A code of next year.', status: 400, code: 9999, check: 'unknown' },
    { said: 'The next page token is invalid or expired.', status: 400, code: 300, check: 'bot' },
  ],
  network: [{ seen: "403, not Zoom's own page" }],
  'zoom-limited': [
    { limit: 'day', retryAt: '2026-05-15T00:00:00Z', peopleRead: 4100, peopleExpected: 4300 },
    {
      ...{ limit: 'day', retryAt: '2026-05-15T00:00:00Z', peopleRead: 0, peopleExpected: 4300 },
      zoomLabels: { people: 4300, labelled: 4300, poorSound: 12 },
    },
    { limit: 'second', retryAt: LATER, peopleRead: 0, peopleExpected: null },
  ],
  'zoom-unavailable': [
    { last: '503', tries: 3, at: '2026-05-14T16:58:00Z', retryAt: LATER },
    { last: 'no answer', tries: 1, at: '2026-05-14T16:58:00Z', retryAt: null },
  ],
  'broken-off': [
    { webinar, topic, retryAt: LATER },
    { webinar, topic, retryAt: null },
  ],
  'too-many-asks': [
    { per: 'minute', asks: 5, retryAt: '2026-05-14T17:00:40Z' },
    { per: 'day', asks: 60, retryAt: '2026-05-15T00:00:00Z' },
  ],
  'storage-unavailable': [{}],
  'storage-outcome-unknown': (['report', 'subscription', 'list', null] as const).map((asked) => ({ asked })),
  'report-gone': [{ report: 'Zm9vYmFyYmF6cXV1eA==' }, { report: null }],
  'newer-report': [{ report: 'Zm9vYmFyYmF6cXV1eA==', readAt: '2026-05-14T16:30:00Z' }],
  'bad-button': [{}],
  'slack-channel': [
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'expired_trigger_id',
    'missing_scope',
    'no answer',
    'token_revoked',
    'something_new',
  ].map((slackError) => ({ channel: 'C0EVENTS', slackError })),
  'just-read': [{ secondsAgo: 12 }],
  'bad-subscription': entriesOf(PROBLEMS).map(([problem, input]) => ({ problem, input })),
  internal: [{}],
};

function entriesOf<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  // The table's type has all of its keys and no other.
  return Object.entries(record) as [Key, Value][];
}

const all = entriesOf<Failure['kind'], readonly object[]>(FAILURES).flatMap(([kind, samples]) =>
  // Each was checked against its own kind above.
  samples.map((sample) => ({ kind, ...sample }) as Failure),
);

function titleOf(failure: Failure): string {
  if (failure.kind === 'bad-subscription') return `${failure.kind}: ${failure.problem}`;
  return failure.kind === 'slack-channel' ? `${failure.kind}: ${failure.slackError}` : failure.kind;
}

const none = { webinar: { key: 'Zm9vYmFyYmF6cXV1eA==', webinarId: webinar, topic }, reference: '7F3A2B' };
const limited: Failure = { kind: 'zoom-limited', limit: 'day', retryAt: LATER, peopleRead: 0, peopleExpected: null };

export const FAILURE_GROUPS: readonly Group[] = [
  {
    title: 'What went wrong',
    about: 'For the one who asked or clicked, every kind there is.',
    entries: all.map((failure) => entry(titleOf(failure), renderFailure(failure, context))),
  },
  {
    title: 'No report',
    about: 'In the channel, or where it would have come.',
    entries: [
      entry('Not yet', renderNoReport({ ...none, failure: limited, final: false }, NOW)),
      entry('None, for want of calls', renderNoReport({ ...none, failure: limited, final: true }, NOW)),
      entry(
        'None, without data',
        renderNoReport({ ...none, failure: { kind: 'no-data', webinar, topic }, final: true }, NOW),
      ),
      entry('The reading is over', renderReadingOver('Zm9vYmFyYmF6cXV1eA==')),
    ],
  },
];
