import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OccurrenceUuid, WebinarId, WebinarRef } from '../../../src/webinar/ids.ts';
import type { FetchedOccurrence, Occurrence } from '../../../src/webinar/occurrence.ts';
import { PageTokenExpired, QosNotAvailable, type WebinarSource } from '../../../src/webinar/source.ts';
import type { ParseStreams } from '../../../src/zoom/endpoints/qos-summary.ts';
import { EndedEnvelope, parseQosRow, QosEnvelope, ZoomWebinar } from '../../../src/zoom/endpoints/schema.ts';
import { createZoomSource } from '../../../src/zoom/source.ts';
import { failureOf, type Reply, type Seen, startClient } from './support.ts';

// The brands promise no more than the shape of these texts.
const ID = '99264817135' as WebinarId;
const UUID = 'NknQtFSgSUSEYt2a9gc13A==' as OccurrenceUuid;
const SLASHED = '/abc//D+1==' as OccurrenceUuid;
const BY_ID: WebinarRef = { kind: 'id', id: ID };
const BY_UUID: WebinarRef = { kind: 'uuid', uuid: UUID };

const fixture = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/zoom/${name}.json`, 'utf8'));
const GONE: Reply = { status: 404, body: { code: 3001, message: "This webinar's detail info is not available." } };
const NO_SCOPE: Reply = {
  status: 400,
  body: { code: 4711, message: 'Invalid access token, does not contain scopes:[dashboard:read:webinar:admin].' },
};

const PAST: Occurrence = {
  key: UUID,
  uuid: UUID,
  webinarId: ID,
  topic: 'my webinar',
  startedAt: '2022-01-13T05:27:11.000Z',
  endedAt: '2022-01-13T07:00:46.000Z',
  participantCount: 1,
  state: 'past',
  hostKey: null,
};

const { hostKey: _hostKey, ...known } = PAST;
const FETCHED: FetchedOccurrence = { ...known, hostEmail: 'user@example.com' };

const noStreams: ParseStreams = () => ({ streams: [], cpuOverloaded: false, unknownTypes: {}, invalidValues: {} });

async function startSource(answer: (request: Seen, count: number) => Reply, parseStreams = noStreams) {
  const world = await startClient(answer);
  const source: WebinarSource = createZoomSource({ client: world.client, clock: world.time.clock, parseStreams });
  return { ...world, source, urls: () => world.calls.map(({ url }) => url) };
}

describe('fetchOccurrence', () => {
  it('finds the latest run of an ID', async () => {
    const { source, urls } = await startSource(() => ({ body: fixture('webinar') }));
    expect(await source.fetchOccurrence(BY_ID)).toEqual(FETCHED);
    expect(urls()).toEqual([`/v2/metrics/webinars/${ID}?type=past`]);
  });

  it('finds a run by its UUID, encoded as Zoom wants it', async () => {
    const { source, urls } = await startSource(() => ({ body: fixture('webinar') }));
    expect(await source.fetchOccurrence({ kind: 'uuid', uuid: SLASHED })).toEqual({
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
    expect(await source.fetchOccurrence(BY_ID)).toEqual({
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
    expect(await failureOf(source.fetchOccurrence(BY_ID))).toEqual({ kind: 'not-found', webinar: ID });
    expect(await failureOf(source.fetchOccurrence(BY_UUID))).toEqual({ kind: 'not-found', webinar: UUID });
    expect(calls).toHaveLength(4);
  });

  it('does not look any further for an ID that Zoom calls invalid', async () => {
    const { source, calls } = await startSource(() => ({
      status: 400,
      body: { code: 300, message: 'Invalid webinar ID.' },
    }));
    expect(await failureOf(source.fetchOccurrence(BY_ID))).toEqual({ kind: 'not-found', webinar: ID });
    expect(calls).toHaveLength(1);
  });

  it('says that it is too old', async () => {
    const { source } = await startSource(() => ({
      status: 400,
      body: { code: 12702, message: 'Can not access a webinar a year ago.' },
    }));
    expect(await failureOf(source.fetchOccurrence(BY_ID))).toEqual({ kind: 'too-old' });
  });

  it('goes on with what was asked for when the scope is missing', async () => {
    const nothing = {
      ...{ topic: null, startedAt: null, endedAt: null, participantCount: null },
      ...{ state: 'unknown', hostEmail: null },
    };
    const { source } = await startSource(() => NO_SCOPE);
    expect(await source.fetchOccurrence(BY_ID)).toEqual({ key: `id:${ID}`, uuid: null, webinarId: ID, ...nothing });
    expect(await source.fetchOccurrence(BY_UUID)).toEqual({ key: UUID, uuid: UUID, webinarId: null, ...nothing });
  });

  it('keeps to the ID when Zoom does not tell the UUID', async () => {
    const { source } = await startSource(() => ({ body: { id: Number(ID), topic: 't' } }));
    expect(await source.fetchOccurrence(BY_ID)).toMatchObject({
      key: `id:${ID}`,
      uuid: null,
      state: 'past',
      topic: 't',
    });
  });

  it('takes an answer that names nothing for nonsense', async () => {
    const { source, calls } = await startSource(() => ({ body: { topic: 'whose?' } }));
    expect(await failureOf(source.fetchOccurrence(BY_ID))).toMatchObject({ last: 'an answer that made no sense' });
    expect(calls).toHaveLength(3);
  });
});

describe('fetchQosPage', () => {
  it('reads ten people at a time, by UUID', async () => {
    const { source, urls } = await startSource(() => ({ body: fixture('qos_summary') }));
    const page = await source.fetchQosPage(PAST, null);
    expect(page.nextPageToken).toBe('uBTK3NzNksdkuCUAQaFVFd86kyOr59zg4U2');
    expect(page.parse()).toEqual({
      visits: [
        {
          visitId: '20161536',
          zoomUserId: 'zJKyaiAyTNC-MWjiWC18KQ',
          name: 'jchill',
          email: 'user@example.com',
          registrantId: '',
          participantUuid: '',
          role: null,
          staySeconds: null,
          streams: [],
          cpuOverloaded: false,
          attributes: {},
        },
      ],
      faults: { unreadableRows: 0, unknownTypes: {}, invalidValues: {} },
      nextPageToken: 'uBTK3NzNksdkuCUAQaFVFd86kyOr59zg4U2',
    });
    expect(urls()).toEqual(['/v2/metrics/webinars/NknQtFSgSUSEYt2a9gc13A%3D%3D/participants/qos_summary?page_size=10']);
  });

  it('goes on with the token, and by ID where the UUID is unknown', async () => {
    const { source, urls } = await startSource(() => ({ body: { participants: [] } }));
    await source.fetchQosPage({ ...PAST, uuid: null }, 'a+b/c=&');
    expect(urls()).toEqual([
      `/v2/metrics/webinars/${ID}/participants/qos_summary?page_size=10&next_page_token=a%2Bb%2Fc%3D%26`,
    ]);
  });

  it.each<[string, unknown]>([
    ['blank', { next_page_token: '', participants: [] }],
    ['absent', { participants: [] }],
    ['null', { next_page_token: null, participants: [] }],
    ['no text', { next_page_token: 7, participants: [] }],
  ])('ends where the token is %s', async (_name, body) => {
    const { source } = await startSource(() => ({ body }));
    const page = await source.fetchQosPage(PAST, null);
    expect([page.nextPageToken, page.parse().nextPageToken]).toEqual([null, null]);
  });

  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['no list', { a: 1 }],
  ])('goes on, and counts it, where the people are %s', async (_name, participants) => {
    const { source } = await startSource(() => ({ body: { next_page_token: 'next', participants } }));
    const page = await source.fetchQosPage(PAST, null);
    expect(page.parse()).toEqual({
      visits: [],
      faults: { unreadableRows: 0, unknownTypes: {}, invalidValues: { participants: 1 } },
      nextPageToken: 'next',
    });
  });

  it('drops and counts rows that are none, and passes the counts of the streams on', async () => {
    const parse: ParseStreams = (qos) => ({
      streams: [],
      cpuOverloaded: qos === 'busy',
      unknownTypes: JSON.parse('{"hologram": 1, "__proto__": 2}'),
      invalidValues: { 'audio_output.avg_loss': 1 },
    });
    const participants = [null, 'x', [], { participant_id: 7, qos: 'busy', user_name: null }, { email: {}, qos: [] }];
    const { source } = await startSource(() => ({ body: { participants } }), parse);
    const { visits, faults } = (await source.fetchQosPage(PAST, null)).parse();
    expect(visits.map(({ visitId, name, email, cpuOverloaded }) => [visitId, name, email, cpuOverloaded])).toEqual([
      ['7', '', '', true],
      ['', '', '', false],
    ]);
    expect(faults.unreadableRows).toBe(3);
    expect(faults.invalidValues).toEqual({ 'audio_output.avg_loss': 2 });
    expect(Object.entries(faults.unknownTypes)).toEqual([
      ['hologram', 2],
      ['__proto__', 4],
    ]);
  });

  it('parses only when asked to', async () => {
    let parsed = 0;
    const { source } = await startSource(
      () => ({ body: fixture('qos_summary') }),
      (qos) => {
        parsed += 1;
        return noStreams(qos);
      },
    );
    const page = await source.fetchQosPage(PAST, null);
    expect(parsed).toBe(0);
    page.parse();
    expect(parsed).toBe(1);
  });

  it('tells that the token has expired', async () => {
    const { source } = await startSource(() => ({
      status: 400,
      body: { code: 300, message: 'The next page token is invalid or expired.' },
    }));
    await expect(source.fetchQosPage(PAST, 'old')).rejects.toBeInstanceOf(PageTokenExpired);
  });

  it('names the scope that is missing', async () => {
    const { source } = await startSource(() => NO_SCOPE);
    expect(await failureOf(source.fetchQosPage(PAST, null))).toEqual({
      kind: 'scope-missing',
      scopes: ['dashboard:read:webinar:admin'],
    });
  });
});

describe('a token that Zoom repeats', () => {
  const rows = (...ids: string[]) => ids.map((participant_id) => ({ participant_id }));
  async function read(...replies: { participants: unknown[]; next_page_token?: string }[]) {
    const { source, calls } = await startSource((_request, count) => ({ body: replies[count - 1] }));
    const page = (await source.fetchQosPage(PAST, 'T1')).parse();
    expect(calls).toHaveLength(2);
    return {
      ids: page.visits.map(({ visitId }) => visitId),
      next: page.nextPageToken,
      faults: page.faults.invalidValues,
    };
  }

  it('ends the read when it leads in a circle', async () => {
    const same = { participants: rows('a', 'b'), next_page_token: 'T1' };
    expect(await read(same, same)).toEqual({ ids: ['a', 'b'], next: null, faults: { next_page_token: 1 } });
  });

  it('does not, when it was a slip', async () => {
    const participants = rows('a', 'b');
    const read2 = await read({ participants, next_page_token: 'T1' }, { participants, next_page_token: 'T2' });
    expect(read2).toEqual({ ids: ['a', 'b'], next: 'T2', faults: { next_page_token: 1 } });
  });

  it('does not, when Zoom moves a cursor behind it', async () => {
    const read2 = await read(
      { participants: rows('a'), next_page_token: 'T1' },
      { participants: rows('b'), next_page_token: 'T1' },
    );
    expect(read2).toEqual({ ids: ['a', 'b'], next: 'T1', faults: { next_page_token: 1 } });
  });
});

it('says that Zoom has no quality data when it answers 404', async () => {
  const { source } = await startSource(() => GONE);
  await expect(source.fetchQosPage(PAST, null)).rejects.toThrow(QosNotAvailable);
});

describe('the schemas', () => {
  it('take any JSON without failing in another way than they promise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        QosEnvelope.safeParse(value);
        ZoomWebinar.safeParse(value);
        EndedEnvelope.safeParse(value);
        parseQosRow(value);
      }),
    );
  });

  it('drop what they cannot read of a webinar, not the webinar', () => {
    const odd = { uuid: 'has space', id: 'x', topic: 5, start_time: '2026-03-02T09:00:00+01:00', end_time: 'soon' };
    expect(ZoomWebinar.parse({ ...odd, participants: '12' })).toEqual({
      uuid: null,
      webinarId: null,
      topic: null,
      hostEmail: null,
      startedAt: '2026-03-02T08:00:00.000Z',
      endedAt: null,
      participantCount: null,
    });
  });
});
