import { describe, expect, it } from 'vitest';
import { PageTokenExpired } from '../../../../src/webinar/source.ts';
import { ASKED, failureOf } from '../support.ts';
import { fixture, GONE, ID, NO_SCOPE, PAST, SLASHED, startSource } from './support.ts';

const list = (participants: unknown, given: object = {}) => ({ body: { participants, ...given } });

describe('fetchListPage', () => {
  it('reads 300 rows at a time, by UUID, with the registrants', async () => {
    const { source, urls } = await startSource(() => list([]));
    await source.fetchListPage(PAST, null, ASKED);
    await source.fetchListPage({ ...PAST, uuid: SLASHED }, 'a+b/c=&', ASKED);
    await source.fetchListPage({ ...PAST, uuid: null, state: 'live' }, null, ASKED);
    const query = 'page_size=300&include_fields=registrant_id';
    expect(urls()).toEqual([
      `/v2/metrics/webinars/NknQtFSgSUSEYt2a9gc13A%3D%3D/participants?type=past&${query}`,
      `/v2/metrics/webinars/%252Fabc%252F%252FD%252B1%253D%253D/participants?type=past&${query}&next_page_token=a%2Bb%2Fc%3D%26`,
      `/v2/metrics/webinars/${ID}/participants?type=live&${query}`,
    ]);
  });

  it("keeps of Zoom's example no more than the method names", async () => {
    const { source } = await startSource(() => ({ body: fixture('participants') }));
    const page = await source.fetchListPage({ ...PAST, webinarId: null }, null, ASKED);
    expect(page).toEqual({
      visits: [
        {
          visitId: '33080320',
          zoomUserId: 'DYHrdpjrS3uaOf7dPkkg8w',
          registrantId: '_f08HhPJS82MIVLuuFaJPg',
          participantUuid: 'D444CD06-2ABB-2FCC-019B-39E41D8DADF7',
          email: 'jchill@example.com',
          name: '',
          role: 'host',
          staySeconds: 832,
          joinedAtMs: Date.parse('2022-01-13T05:27:09Z'),
          leftAtMs: Date.parse('2022-01-13T05:41:01Z'),
          transport: 'UDP',
          leaveReason: 'Host ended the webinar.',
          streams: [],
          cpuOverloaded: false,
          attributes: {
            location: 'United States',
            data_center: 'United States',
            network_type: 'Wired',
            device: 'Phone',
            version: '5.9.1.2581',
          },
          zoomQuality: { audio: 'good', video: 'good', share: 'good' },
        },
      ],
      unusableRows: 0,
      nextPageToken: 'Tva2CuIdTgsv8wAnhyAdU3m06Y2HuLQtlh3',
    });
  });

  it.each<[string, unknown]>([
    ['blank', ''],
    ['null', null],
    ['absent', undefined],
    ['no text', 7],
  ])('ends where the token is %s', async (_name, next_page_token) => {
    const { source } = await startSource(() => list([{ user_id: '1' }], { next_page_token }));
    expect(await source.fetchListPage(PAST, null, ASKED)).toMatchObject({ nextPageToken: null });
  });

  it('counts rows that nobody can be joined by', async () => {
    const rows = [{ user_id: 7 }, {}, { user_id: ' ' }, { user_id: null }, null, 'row', [], { user_id: {} }];
    const { source } = await startSource(() => list(rows));
    const { visits, unusableRows } = await source.fetchListPage(PAST, null, ASKED);
    expect(visits.map(({ visitId }) => visitId)).toEqual(['7']);
    expect(unusableRows).toBe(7);
  });

  it.each([
    ['of another webinar', '93201235629', 0, 2],
    ['of this one, in another form', 'ours', 2, 0],
    ['that does not say of which', '', 2, 0],
  ])('takes nobody from a list %s', async (_name, number, usable, unusable) => {
    const rows = [{ user_id: '1' }, { user_id: '2' }];
    const spaced = `${ID.slice(0, 3)} ${ID.slice(3)}`;
    const { source } = await startSource(() => list(rows, { webinar_number: number === 'ours' ? spaced : number }));
    const page = await source.fetchListPage(PAST, null, ASKED);
    expect([page.visits.length, page.unusableRows]).toEqual([usable, unusable]);
  });

  it('tells that the token has expired, where one was sent', async () => {
    const { source } = await startSource(() => ({
      status: 400,
      body: { code: 300, message: 'The next page token is invalid or expired.' },
    }));
    await expect(source.fetchListPage(PAST, 'old', ASKED)).rejects.toBeInstanceOf(PageTokenExpired);
    expect(await failureOf(source.fetchListPage(PAST, null, ASKED))).toMatchObject({ kind: 'zoom-refused' });
  });

  it('names the scope that is missing, and asks for no other token because of it', async () => {
    const { source, tokenRequests } = await startSource(() => NO_SCOPE);
    for (let time = 0; time < 2; time += 1) {
      expect(await failureOf(source.fetchListPage(PAST, null, ASKED))).toMatchObject({ kind: 'scope-missing' });
    }
    expect(tokenRequests()).toBe(1);
  });

  it('is refused where Zoom knows no list', async () => {
    const { source } = await startSource(() => GONE);
    expect(await failureOf(source.fetchListPage(PAST, null, ASKED))).toMatchObject({ kind: 'zoom-refused' });
  });

  it.each([[undefined], [null], [{ a: 1 }], ['many']])('is no answer with %j for a list', async (participants) => {
    const { source, calls } = await startSource(() => list(participants, { next_page_token: 'next' }));
    expect(await failureOf(source.fetchListPage(PAST, null, ASKED))).toMatchObject({ kind: 'zoom-unavailable' });
    expect(calls).toHaveLength(3);
  });
});
