import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endedEvent } from '../../../../sim/zoom/webhook/webhook-bodies.ts';
import { parseWebhook } from '../../../../src/zoom/webhook/parse.ts';
import { NOW, WEBINAR } from './support.ts';

const fixture = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/zoom/webhook/${name}.json`, 'utf8'));
const ended = (object: unknown) => ({ event: 'webinar.ended', event_ts: NOW, payload: { object } });
const UUID = WEBINAR.uuid;

describe('webinar.ended', () => {
  it('is read from the official example, a rehearsal', () => {
    expect(parseWebhook(fixture('webinar.ended'))).toEqual({
      kind: 'webinar-ended',
      accountId: 'AAAAAABBBB',
      event: {
        uuid: '4444AAAiAAAAAiAiAiiAii==',
        webinarId: '1234567890',
        topic: 'My Webinar',
        hostId: 'x1yCzABCDEfg23HiJKl4mN',
        startedAt: '2021-07-13T21:44:51.000Z',
        endedAt: '2021-07-13T23:00:51.000Z',
        isPracticeSession: true,
      },
    });
  });

  it.each(['number', 'string'] as const)('takes an id that is a %s', (idAs) => {
    const event = endedEvent(WEBINAR, { eventMs: NOW, idAs });
    expect(parseWebhook(event)).toMatchObject({ event: { webinarId: '93201235621', uuid: UUID } });
  });

  it.each<[string, unknown, string | null]>([
    ['spaces', '932 0123 5621', '93201235621'],
    ['nine digits', 123_456_789, '123456789'],
    ['eight digits', 12_345_678, null],
    ['twelve digits', '123456789012', null],
    ['letters', '123456ABCDEF', null],
    ['an object', {}, null],
    ['nothing', undefined, null],
  ])('reads an id with %s as %s → %s', (_name, id, webinarId) => {
    expect(parseWebhook(ended({ uuid: UUID, id }))).toMatchObject({ kind: 'webinar-ended', event: { webinarId } });
  });

  it.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    [undefined, false],
    [null, false],
  ])('takes practice_session %s for %s', (practice_session, isPracticeSession) => {
    expect(parseWebhook(ended({ uuid: UUID, practice_session }))).toMatchObject({ event: { isPracticeSession } });
    expect(parseWebhook(ended({ uuid: UUID }))).toMatchObject({ event: { isPracticeSession: false } });
  });

  it('needs nothing but the UUID', () => {
    expect(parseWebhook(ended({ uuid: UUID }))).toEqual({
      kind: 'webinar-ended',
      accountId: null,
      event: {
        uuid: UUID,
        webinarId: null,
        topic: null,
        hostId: null,
        startedAt: null,
        // The event's own time.
        endedAt: new Date(NOW).toISOString(),
        isPracticeSession: false,
      },
    });
  });

  it.each([undefined, 'soon', -1, 1e300])('knows no end without end_time and with event_ts %s', (event_ts) => {
    const event = { event: 'webinar.ended', event_ts, payload: { object: { uuid: UUID } } };
    expect(parseWebhook(event)).toMatchObject({ kind: 'webinar-ended', event: { endedAt: null } });
  });

  it('drops what it cannot read and what it must not keep', () => {
    const parsed = parseWebhook(
      ended({
        ...{ uuid: UUID, topic: 7, start_time: 'soon', end_time: '2026-03-10T21:00:00+01:00', host_id: {} },
        ...{ password: 'hunter2', host_email: 'host@example.com', participants: [{ email: 'a@example.com' }] },
      }),
    );
    expect(parsed).toMatchObject({
      event: { topic: null, startedAt: null, endedAt: '2026-03-10T20:00:00.000Z', hostId: null },
    });
    expect(JSON.stringify(parsed)).not.toMatch(/hunter2|@/);
  });

  it.each<[string, unknown]>([
    ['without a UUID', ended({ id: 93_201_235_621 })],
    ['with a blank UUID', ended({ uuid: ' ' })],
    ['with a UUID that is no text', ended({ uuid: 7 })],
    ['without an object', { event: 'webinar.ended', payload: {} }],
    ['without a payload', { event: 'webinar.ended' }],
    ['with a list for a payload', { event: 'webinar.ended', payload: [] }],
  ])('is malformed %s', (_name, json) => {
    expect(parseWebhook(json)).toEqual({ kind: 'malformed' });
  });
});

describe('endpoint.url_validation', () => {
  it('carries the token to sign', () => {
    const plainToken = 'qgg8vlvZRS6UYooatFL8Aw';
    expect(parseWebhook({ event: 'endpoint.url_validation', event_ts: NOW, payload: { plainToken } })).toEqual({
      kind: 'url-validation',
      plainToken,
    });
    expect(parseWebhook(fixture('endpoint.url_validation'))).toMatchObject({ kind: 'url-validation' });
  });

  it.each([undefined, {}, { plainToken: 7 }, { plainToken: '' }])('is malformed with %j', (payload) => {
    expect(parseWebhook({ event: 'endpoint.url_validation', payload })).toEqual({ kind: 'malformed' });
  });
});

describe('everything else', () => {
  it('is unsupported when it is an event', () => {
    for (const name of ['webinar.updated', 'webinar.alert', 'webinar.deleted']) {
      expect(parseWebhook(fixture(name))).toEqual({ kind: 'unsupported', event: name });
    }
  });

  it.each([undefined, null, 7, 'webinar.ended', [], [ended({ uuid: UUID })], {}, { event: 7 }, { event: '' }])(
    'is malformed when it is %j',
    (json) => {
      expect(parseWebhook(json)).toEqual({ kind: 'malformed' });
    },
  );

  it('never throws', () => {
    const event = fc.constantFrom('webinar.ended', 'endpoint.url_validation', '__proto__', 'x');
    const field = fc.oneof(fc.jsonValue(), fc.constant(UUID));
    const object = fc.record(
      { uuid: field, id: field, topic: field, end_time: field, practice_session: field },
      { requiredKeys: [] },
    );
    const payload = fc.oneof(fc.jsonValue(), fc.record({ object }), fc.record({ plainToken: fc.jsonValue() }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ event, payload })), (json) => {
        expect(['url-validation', 'webinar-ended', 'unsupported', 'malformed']).toContain(parseWebhook(json).kind);
      }),
    );
  });
});
