import { describe, expect, it, onTestFinished } from 'vitest';
import type { SimWebinar } from '../../../../sim/zoom/webinars/webinar.ts';
import { startZoomSim } from '../../../../sim/zoom/zoom-sim.ts';
import { parseParticipantRow } from '../../../../src/qos/participant-row.ts';
import { createZoomSource } from '../../../../src/zoom/source.ts';
import { ASKED, errorOf, failureOf, type Reply, startClient } from '../support.ts';
import { noStreams, startSource } from './support.ts';

const FROM = new Date('2026-03-01T10:00:00Z');
const TO = new Date('2026-03-02T10:00:00Z');
const IN_BETWEEN = '2026-03-02T09:30:00Z';
const EXPIRED: Reply = { status: 400, body: { code: 300, message: 'The next page token is invalid or expired.' } };

const row = (uuid: string, end_time: unknown = IN_BETWEEN) => ({
  ...{ uuid, id: 93_201_235_621, topic: 'my webinar', email: ' Host@Example.com ' },
  ...{ start_time: '2026-03-02T08:00:00Z', end_time, participants: 12 },
});
const page = (webinars: unknown, next_page_token?: string): Reply => ({ body: { webinars, next_page_token } });

describe('fetchEnded', () => {
  it('lists what ended, host and all', async () => {
    const { source, urls } = await startSource(() => page([row('run1==')]));
    expect(await source.fetchEnded(FROM, TO, ASKED)).toEqual([
      {
        key: 'run1==',
        uuid: 'run1==',
        webinarId: '93201235621',
        topic: 'my webinar',
        startedAt: '2026-03-02T08:00:00.000Z',
        endedAt: '2026-03-02T09:30:00.000Z',
        participantCount: 12,
        state: 'past',
        hostEmail: 'Host@Example.com',
      },
    ]);
    expect(urls()).toEqual([
      '/v2/metrics/webinars?type=past&from=2026-03-01&to=2026-03-02&query_date_type=end_time&page_size=300',
    ]);
  });

  it('keeps to the instants, not to the days that Zoom counts in', async () => {
    const rows = [
      row('too early', '2026-03-01T09:59:59Z'),
      row('early', '2026-03-01T09:59:59.999Z'),
      row('first', '2026-03-01T10:00:00Z'),
      row('last', '2026-03-02T11:00:00+01:00'),
      row('late', '2026-03-02T10:00:01Z'),
      row('running', ''),
      row('also-running', null),
    ];
    const { source } = await startSource(() => page(rows));
    expect((await source.fetchEnded(FROM, TO, ASKED)).map(({ key }) => key)).toEqual(['first', 'last']);
  });

  it('drops rows that are none, and those that name no run', async () => {
    const rows = [null, 7, [], {}, { ...row('x'), uuid: undefined }, { uuid: 'has space' }, row('good')];
    const { source } = await startSource(() => page(rows));
    expect((await source.fetchEnded(FROM, TO, ASKED)).map(({ key }) => key)).toEqual(['good']);
  });

  it('reads all pages, as fast as its own limit allows, and one run once', async () => {
    const { source, urls, time } = await startSource((_request, count) =>
      count < 3 ? page([row(`run${count}`), row('twice')], `t&${count}`) : page([row('run3')], ''),
    );
    const before = time.clock.now();
    const found = await source.fetchEnded(FROM, TO, ASKED);
    expect(found.map(({ key }) => key)).toEqual(['run1', 'twice', 'run2', 'run3']);
    expect(urls().map((url) => new URL(url, 'http://x').searchParams.get('next_page_token'))).toEqual([
      null,
      't&1',
      't&2',
    ]);
    expect(time.clock.now() - before).toBeGreaterThanOrEqual(6_000);
  });

  it('starts over once when Zoom no longer knows a page token', async () => {
    const replies = [page([row('run1')], 't1'), EXPIRED, page([row('run1')], 't2'), page([row('run2')])];
    const { source, calls } = await startSource((_request, count) => replies[count - 1] ?? EXPIRED);
    expect((await source.fetchEnded(FROM, TO, ASKED)).map(({ key }) => key)).toEqual(['run1', 'run2']);
    expect(calls).toHaveLength(4);
  });

  it('gives up when that happens again', async () => {
    const { source, calls } = await startSource(({ url }) =>
      url.includes('next_page_token') ? EXPIRED : page([row('run1')], 't1'),
    );
    expect(await failureOf(source.fetchEnded(FROM, TO, ASKED))).toMatchObject({ kind: 'zoom-refused', check: 'bot' });
    expect(calls).toHaveLength(4);
  });

  it('does not follow a list that leads in a circle for ever', async () => {
    const { source, calls } = await startSource(() => page([row('run1')], 'same'));
    expect(await source.fetchEnded(FROM, TO, ASKED)).toHaveLength(1);
    expect(calls).toHaveLength(100);
  });

  it.each<[string, Reply, object]>([
    [
      'a missing scope',
      { status: 400, body: { code: 4711, message: 'Invalid access token, does not contain scopes:[a:read:b].' } },
      { kind: 'scope-missing', scopes: ['a:read:b'] },
    ],
    [
      'dates that Zoom does not like',
      { status: 400, body: { code: 300, message: 'Validation Failed.' } },
      { kind: 'zoom-refused', said: 'Validation Failed.' },
    ],
    ['a success without a list', { body: { total_records: 0 } }, { kind: 'zoom-unavailable' }],
  ])('ends in words for %s', async (_name, reply, failure) => {
    const { source, calls } = await startSource(() => reply);
    expect(await failureOf(source.fetchEnded(FROM, TO, ASKED))).toMatchObject(failure);
    // What is final is not asked again; a success that makes no sense is.
    expect(calls).toHaveLength(reply.status === 400 ? 1 : 3);
  });

  it('gives way to a stop', async () => {
    const { source, calls } = await startSource(() => page([]));
    const reason = new Error('stopping');
    await expect(source.fetchEnded(FROM, TO, { ...ASKED, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(calls).toHaveLength(0);
  });
});

describe('against the simulated Zoom', () => {
  const webinar = (number: number, startedAt: string, endedAt: string | null): SimWebinar => ({
    ...{ id: '93201235621', uuid: `run${number}==`, topic: `Run ${number}` },
    ...{ hostEmail: 'host@sim.example', startedAt, endedAt, participants: [] },
  });

  it('finds one that began days before it ended, and none that still runs', async () => {
    const sim = await startZoomSim({
      webinars: [
        webinar(1, '2026-02-26T08:00:00Z', '2026-03-01T12:00:00Z'),
        webinar(2, '2026-03-01T22:00:00Z', '2026-03-02T00:30:00Z'),
        webinar(3, '2026-03-02T09:00:00Z', null),
        webinar(4, '2026-02-28T08:00:00Z', '2026-02-28T09:00:00Z'),
      ],
    });
    onTestFinished(() => sim.stop());
    const { accountId, clientId, clientSecret } = sim.settings;
    const { client } = await startClient(() => ({}), {
      ...{ apiUrl: sim.apiUrl, oauthUrl: sim.oauthUrl, accountId, clientId, clientSecret },
    });
    const source = createZoomSource({ client, parseParticipantRow, parseStreams: noStreams, rowsPerPage: 10 });
    const found = await source.fetchEnded(FROM, TO, ASKED);
    expect(found.map(({ key, hostEmail }) => [key, hostEmail]).toSorted()).toEqual([
      ['run1==', 'host@sim.example'],
      ['run2==', 'host@sim.example'],
    ]);
    expect(await source.callsLeftToday()).toBe(59_999);
  });

  it('leaves the rest of the day to others once Zoom says that it is used up', async () => {
    const sim = await startZoomSim();
    onTestFinished(() => sim.stop());
    sim.limits.useUpDay('Heavy', 60_000);
    const { accountId, clientId, clientSecret } = sim.settings;
    const { client } = await startClient(() => ({}), {
      ...{ apiUrl: sim.apiUrl, oauthUrl: sim.oauthUrl, accountId, clientId, clientSecret },
      clock: { now: () => sim.clock.now() },
    });
    const source = createZoomSource({ client, parseParticipantRow, parseStreams: noStreams, rowsPerPage: 10 });
    for (let i = 0; i < 2; i += 1) {
      expect((await errorOf(source.fetchEnded(FROM, TO, ASKED))).failure).toMatchObject({ limit: 'day' });
    }
    expect(sim.countOf('webinars')).toBe(1);
    expect(await source.callsLeftToday()).toBe(0);
  });
});
