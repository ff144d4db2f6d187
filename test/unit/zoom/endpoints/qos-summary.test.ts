import { describe, expect, it } from 'vitest';
import { NO_ZOOM_QUALITY } from '../../../../src/qos/zoom-quality.ts';
import { PageTokenExpired, QosNotAvailable } from '../../../../src/webinar/source.ts';
import type { ParseStreams } from '../../../../src/zoom/endpoints/qos-row.ts';
import { ASKED, failureOf } from '../support.ts';
import { fixture, GONE, ID, NO_SCOPE, noStreams, PAST, startSource } from './support.ts';

describe('fetchQosPage', () => {
  it('reads ten people at a time, by UUID', async () => {
    const { source, urls } = await startSource(() => ({ body: fixture('qos_summary') }));
    const page = await source.fetchQosPage(PAST, null, ASKED);
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
          zoomQuality: NO_ZOOM_QUALITY,
          attributes: {},
        },
      ],
      faults: { unreadableRows: 0, unknownTypes: {}, invalidValues: {} },
      nextPageToken: 'uBTK3NzNksdkuCUAQaFVFd86kyOr59zg4U2',
    });
    expect(urls()).toEqual(['/v2/metrics/webinars/NknQtFSgSUSEYt2a9gc13A%3D%3D/participants/qos_summary?page_size=10']);
  });

  it('asks for as many as it is told to', async () => {
    const { source, urls } = await startSource(() => ({ body: { participants: [] } }), noStreams, 300);
    await source.fetchQosPage(PAST, null, ASKED);
    expect(source.rowsPerPage).toBe(300);
    expect(urls()[0]).toMatch(/page_size=300$/);
  });

  it('goes on with the token, and by ID where the UUID is unknown', async () => {
    const { source, urls } = await startSource(() => ({ body: { participants: [] } }));
    await source.fetchQosPage({ ...PAST, uuid: null }, 'a+b/c=&', ASKED);
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
    const page = await source.fetchQosPage(PAST, null, ASKED);
    expect([page.nextPageToken, page.parse().nextPageToken]).toEqual([null, null]);
  });

  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['no list', { a: 1 }],
  ])('goes on, and counts it, where the people are %s', async (_name, participants) => {
    const { source } = await startSource(() => ({ body: { next_page_token: 'next', participants } }));
    const page = await source.fetchQosPage(PAST, null, ASKED);
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
      zoomQuality: { audio: 'poor', video: null, share: null },
      unknownTypes: JSON.parse('{"hologram": 1, "__proto__": 2}'),
      invalidValues: { 'audio_output.avg_loss': 1 },
    });
    const participants = [null, 'x', [], { participant_id: 7, qos: 'busy', user_name: null }, { email: {}, qos: [] }];
    const { source } = await startSource(() => ({ body: { participants } }), parse);
    const { visits, faults } = (await source.fetchQosPage(PAST, null, ASKED)).parse();
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

  it.each([
    ['is reserved while there are more pages', 'next', 2],
    ['is given back after the last page', '', 1],
  ])('the permit of the next page %s', async (_name, next_page_token, calls) => {
    const { source } = await startSource(() => ({ body: { participants: [], next_page_token } }));
    await source.fetchQosPage(PAST, null, ASKED);
    await expect.poll(() => source.callsLeftToday()).toBe(60_000 - calls);
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
    const page = await source.fetchQosPage(PAST, null, ASKED);
    expect(parsed).toBe(0);
    page.parse();
    expect(parsed).toBe(1);
  });

  it('tells that the token has expired', async () => {
    const { source } = await startSource(() => ({
      status: 400,
      body: { code: 300, message: 'The next page token is invalid or expired.' },
    }));
    await expect(source.fetchQosPage(PAST, 'old', ASKED)).rejects.toBeInstanceOf(PageTokenExpired);
    // None can have expired where none was sent.
    expect(await failureOf(source.fetchQosPage(PAST, null, ASKED))).toMatchObject({
      kind: 'zoom-refused',
      check: 'bot',
    });
  });

  it("ends in Zoom's own words for the number of a meeting", async () => {
    const body = { code: 3000, message: 'Cannot access webinar info.' };
    const { source, calls } = await startSource(() => ({ status: 400, body }));
    expect(await failureOf(source.fetchQosPage(PAST, null, ASKED))).toEqual({
      ...{ kind: 'zoom-refused', said: 'Cannot access webinar info.', status: 400, code: 3000, check: 'meeting' },
    });
    expect(calls).toHaveLength(1);
  });

  it('names the scope that is missing', async () => {
    const { source } = await startSource(() => NO_SCOPE);
    expect(await failureOf(source.fetchQosPage(PAST, null, ASKED))).toEqual({
      kind: 'scope-missing',
      scopes: ['dashboard:read:webinar:admin'],
    });
  });
});

describe('a token that Zoom repeats', () => {
  const rows = (...ids: string[]) => ids.map((participant_id) => ({ participant_id }));
  async function read(...replies: { participants: unknown[]; next_page_token?: string }[]) {
    const { source, calls } = await startSource((_request, count) => ({ body: replies[count - 1] }));
    const page = (await source.fetchQosPage(PAST, 'T1', ASKED)).parse();
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
  await expect(source.fetchQosPage(PAST, null, ASKED)).rejects.toThrow(QosNotAvailable);
});
