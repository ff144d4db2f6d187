import { expect, it } from 'vitest';
import type { Failure } from '../../../../src/errors.ts';
import { explainMissingData } from '../../../../src/reports/reading/missing-data.ts';
import type { WebinarId } from '../../../../src/webinar/ids.ts';
import type { Occurrence } from '../../../../src/webinar/occurrence.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const HOUR_MS = 3_600_000;
// A literal of the right form.
const ID = '93201235621' as WebinarId;
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const about = { webinar: ID, topic: 'Q3 All-Hands' };

const PAST: Occurrence = {
  key: 'abc==',
  uuid: null,
  webinarId: ID,
  topic: 'Q3 All-Hands',
  startedAt: ago(72 * HOUR_MS),
  endedAt: ago(71 * HOUR_MS),
  participantCount: null,
  state: 'past',
  hostKey: null,
};

it.each<[string, Partial<Occurrence>, Failure]>([
  ['a live webinar is still running', { state: 'live', endedAt: null }, { kind: 'still-running', ...about }],
  ['one of which nothing is known was not found', { state: 'unknown' }, { kind: 'not-found', webinar: ID }],
  [
    'one that has just ended is early',
    { endedAt: ago(HOUR_MS / 6) },
    { kind: 'too-early', ...about, endedAt: ago(HOUR_MS / 6), nextReadAt: null },
  ],
  [
    'one that ended two hours ago is still early',
    { endedAt: ago(2 * HOUR_MS) },
    { kind: 'too-early', ...about, endedAt: ago(2 * HOUR_MS), nextReadAt: null },
  ],
  ['one that ended hours ago has no data', { endedAt: ago(2 * HOUR_MS + 1) }, { kind: 'no-data', ...about }],
  [
    'one that began today and has no end is still running',
    { endedAt: null, startedAt: ago(HOUR_MS) },
    { kind: 'still-running', ...about },
  ],
  [
    'one that began just less than a day ago and has no end is still running',
    { endedAt: null, startedAt: ago(24 * HOUR_MS - 1) },
    { kind: 'still-running', ...about },
  ],
  [
    'one that began a day ago and has no end has no data',
    { endedAt: null, startedAt: ago(24 * HOUR_MS) },
    { kind: 'no-data', ...about },
  ],
  ['one of which no time is known has no data', { endedAt: null, startedAt: null }, { kind: 'no-data', ...about }],
  ['one that has no end after days has no data', { endedAt: null }, { kind: 'no-data', ...about }],
])('means that %s', (_name, occurrence, failure) => {
  expect(explainMissingData({ ...PAST, ...occurrence }, NOW)).toEqual(failure);
});

it('names the UUID where the number is unknown', () => {
  expect(explainMissingData({ ...PAST, webinarId: null, state: 'unknown' }, NOW)).toEqual({
    kind: 'not-found',
    webinar: 'abc==',
  });
});
