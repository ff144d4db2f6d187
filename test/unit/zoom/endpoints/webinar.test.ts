import { describe, expect, it } from 'vitest';
import type { WebinarRef } from '../../../../src/webinar/ids.ts';
import type { FetchedOccurrence } from '../../../../src/webinar/occurrence.ts';
import { ASKED, failureOf } from '../support.ts';
import { fixture, GONE, ID, NO_SCOPE, PAST, SLASHED, startSource, UUID } from './support.ts';

const BY_ID: WebinarRef = { kind: 'id', id: ID };
const BY_UUID: WebinarRef = { kind: 'uuid', uuid: UUID };

const { hostKey: _hostKey, ...known } = PAST;
const FETCHED: FetchedOccurrence = { ...known, hostEmail: 'user@example.com' };

describe('fetchOccurrence', () => {
  it('finds the latest run of an ID', async () => {
    const { source, urls } = await startSource(() => ({ body: fixture('webinar') }));
    expect(await source.fetchOccurrence(BY_ID, ASKED)).toEqual(FETCHED);
    expect(urls()).toEqual([`/v2/metrics/webinars/${ID}?type=past`]);
  });

  it('finds a run by its UUID, encoded as Zoom wants it', async () => {
    const { source, urls } = await startSource(() => ({ body: fixture('webinar') }));
    expect(await source.fetchOccurrence({ kind: 'uuid', uuid: SLASHED }, ASKED)).toEqual({
      ...FETCHED,
      key: SLASHED,
      uuid: SLASHED,
    });
    expect(urls()).toEqual(['/v2/metrics/webinars/%252Fabc%252F%252FD%252B1%253D%253D?type=past']);
  });

  it('looks for a live one when none has ended', async () => {
    const live = {
      uuid: UUID,
      id: ID,
      topic: 'now',
      start_time: '2026-03-02T09:00:00Z',
      end_time: '',
      participants: 0,
    };
    const { source } = await startSource(({ url }) => (url.endsWith('live') ? { body: live } : GONE));
    expect(await source.fetchOccurrence(BY_ID, ASKED)).toEqual({
      key: UUID,
      uuid: UUID,
      webinarId: ID,
      topic: 'now',
      startedAt: '2026-03-02T09:00:00.000Z',
      endedAt: null,
      participantCount: null,
      state: 'live',
      hostEmail: null,
    });
  });

  it('says that there is none', async () => {
    const { source, calls } = await startSource(() => GONE);
    expect(await failureOf(source.fetchOccurrence(BY_ID, ASKED))).toEqual({ kind: 'not-found', webinar: ID });
    expect(await failureOf(source.fetchOccurrence(BY_UUID, ASKED))).toEqual({ kind: 'not-found', webinar: UUID });
    expect(calls).toHaveLength(4);
  });

  it('does not look any further for an ID that Zoom calls invalid', async () => {
    const { source, calls } = await startSource(() => ({
      status: 400,
      body: { code: 300, message: 'Invalid webinar ID.' },
    }));
    expect(await failureOf(source.fetchOccurrence(BY_ID, ASKED))).toEqual({
      ...{ kind: 'zoom-refused', said: 'Invalid webinar ID.', status: 400, code: 300, check: 'number' },
    });
    expect(calls).toHaveLength(1);
  });

  it('says that it is too old', async () => {
    const { source } = await startSource(() => ({
      status: 400,
      body: { code: 12702, message: 'Can not access a webinar a year ago.' },
    }));
    expect(await failureOf(source.fetchOccurrence(BY_ID, ASKED))).toEqual({ kind: 'too-old' });
  });

  it('goes on with what was asked for when the scope is missing', async () => {
    const nothing = {
      ...{ topic: null, startedAt: null, endedAt: null, participantCount: null },
      ...{ state: 'unknown', hostEmail: null },
    };
    const { source } = await startSource(() => NO_SCOPE);
    expect(await source.fetchOccurrence(BY_ID, ASKED)).toEqual({
      key: `id:${ID}`,
      uuid: null,
      webinarId: ID,
      ...nothing,
    });
    expect(await source.fetchOccurrence(BY_UUID, ASKED)).toEqual({
      key: UUID,
      uuid: UUID,
      webinarId: null,
      ...nothing,
    });
  });

  it('keeps to the ID when Zoom does not tell the UUID', async () => {
    const { source } = await startSource(() => ({ body: { id: Number(ID), topic: 't' } }));
    expect(await source.fetchOccurrence(BY_ID, ASKED)).toMatchObject({
      key: `id:${ID}`,
      uuid: null,
      state: 'past',
      topic: 't',
    });
  });

  it('takes an answer that names nothing for nonsense', async () => {
    const { source, calls } = await startSource(() => ({ body: { topic: 'whose?' } }));
    expect(await failureOf(source.fetchOccurrence(BY_ID, ASKED))).toMatchObject({
      last: 'an answer that made no sense',
    });
    expect(calls).toHaveLength(3);
  });
});
