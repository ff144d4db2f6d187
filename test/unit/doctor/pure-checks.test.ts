import { describe, expect, it } from 'vitest';
import { createClockReadings, tellClock } from '../../../src/doctor/clock.ts';
import { explainNothing } from '../../../src/doctor/network/explain-nothing.ts';
import { tellInfo } from '../../../src/doctor/redis/tell-info.ts';
import { createLimitsSeen, tellLimits } from '../../../src/doctor/zoom/limits-seen.ts';
import { tellPageSizes } from '../../../src/doctor/zoom/page-sizes.ts';
import { tellSubscriptions } from '../../../src/doctor/zoom/subscription-check.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');

function clockOf(ahead: Readonly<Partial<Record<'Slack' | 'Zoom', number>>>) {
  const readings = createClockReadings();
  for (const teller of ['Slack', 'Zoom'] as const) {
    const seconds = ahead[teller];
    const date = seconds === undefined ? undefined : new Date(NOW - seconds * 1000).toUTCString();
    readings.hear(teller, { date, askedAtMs: NOW, heardAtMs: NOW + 1000 });
  }
  return tellClock(readings);
}

describe('the clock', () => {
  it.each([
    [{ Slack: 0, Zoom: 1 }, 'good', 'within 1 s of Slack and Zoom'],
    [{ Slack: 60, Zoom: 60 }, 'advice', "this machine's clock is 60 s ahead of Slack and Zoom"],
    [{ Slack: -400, Zoom: -400 }, 'wrong', "this machine's clock is 400 s behind Slack and Zoom"],
    [{ Zoom: -400 }, 'wrong', "this machine's clock is 400 s behind Zoom"],
    [
      { Slack: 0, Zoom: 400 },
      'advice',
      'Slack and Zoom do not agree: this machine is 0 s behind Slack, 400 s ahead of Zoom',
    ],
    [{}, 'unseen', 'neither Slack nor Zoom said what time it is'],
  ])('%j seconds ahead is %s', (ahead, state, said) => {
    const told = clockOf(ahead);
    expect(told.state).toBe(state);
    expect(told.said.replace('is 0 s ahead of', 'is 0 s behind')).toBe(said);
  });
});

describe('a request without an answer', () => {
  const fail = (cause: object) => new TypeError('fetch failed', { cause: Object.assign(new Error('inside'), cause) });

  it.each([
    ['ENOTFOUND', 'the name service (DNS) knows no host zoom.us'],
    ['EAI_AGAIN', 'the name service (DNS) does not answer for zoom.us'],
    ['ECONNREFUSED', 'nothing takes connections at zoom.us'],
    ['UND_ERR_CONNECT_TIMEOUT', 'there is no way from this machine to zoom.us'],
    ['UND_ERR_HEADERS_TIMEOUT', 'zoom.us takes the connection and does not answer in time'],
    ['ECONNRESET', 'the connection to zoom.us was cut before an answer'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'what answers as zoom.us has a certificate that is not trusted here'],
    ['CERT_HAS_EXPIRED', "the certificate of zoom.us has expired, by this machine's clock"],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'what answers as zoom.us has the certificate of another host'],
    ['E_NEVER_HEARD_OF', 'there was no answer from zoom.us'],
  ])('is explained by %s', (code, said) => {
    expect(explainNothing(fail({ code }), 'https://zoom.us/oauth/token?secret=1').said).toBe(said);
  });

  it('is explained by one of several addresses, and by a time-out', () => {
    const refused = Object.assign(new Error('::1'), { code: 'ECONNREFUSED' });
    const several = new TypeError('fetch failed', { cause: new AggregateError([refused]) });
    expect(explainNothing(several, 'https://zoom.us').said).toBe('nothing takes connections at zoom.us');
    const late = new DOMException('late', 'TimeoutError');
    expect(explainNothing(late, 'https://zoom.us').said).toContain('does not answer in time');
  });
});

describe('what Redis says of itself', () => {
  const GOOD = {
    ...{ redis_version: '7.2.4', role: 'master', maxmemory_policy: 'noeviction', aof_enabled: '1' },
    ...{ aof_last_write_status: 'ok', used_memory: '1048576', maxmemory: '536870912' },
  };
  const statesOf = (changes: Readonly<Record<string, string>>) =>
    tellInfo(new Map(Object.entries({ ...GOOD, ...changes }))).filter(({ state }) => state !== 'good');

  it('is good', () => {
    expect(statesOf({})).toEqual([]);
    expect(tellInfo(new Map(Object.entries(GOOD))).at(-1)?.said).toBe('511 MiB left of 512');
  });

  it.each([
    [{ redis_version: '5.0.14' }, 'advice', 'Redis 5.0.14 works, and is old'],
    [{ maxmemory_policy: 'volatile-lru' }, 'wrong', 'volatile-lru: a full Redis would throw waiting jobs away'],
    [{ maxmemory_policy: '' }, 'advice', 'Redis does not say it'],
    [{ aof_last_write_status: 'err' }, 'wrong', 'the append-only file cannot be written'],
    [{ aof_enabled: '0', rdb_last_bgsave_status: 'err' }, 'wrong', 'the last snapshot failed'],
    [{ aof_enabled: '0' }, 'advice', 'no append-only file'],
    [{ used_memory: '530000000' }, 'advice', 'only 7 MiB left of 512'],
  ])('%j', (changes, state, said) => {
    expect(statesOf(changes)).toEqual([expect.objectContaining({ state, said: expect.stringContaining(said) })]);
  });
});

describe("Zoom's limits", () => {
  const OWN = { heavyPerSecond: 40, heavyPerDay: 60_000 };
  const headers = (limit: string) => ({
    ...{ 'x-ratelimit-category': 'Heavy', 'x-ratelimit-type': 'QPS', 'x-ratelimit-limit': limit },
  });
  const tell = (heard: Readonly<Record<string, string>>, own = OWN) => {
    const limits = createLimitsSeen();
    limits.hear(heard);
    return tellLimits(limits, own);
  };

  it('are held against those that are set', () => {
    expect(tell(headers('40')).state).toBe('good');
    expect(tell({}).state).toBe('good');
    expect(tell(headers('10'))).toMatchObject({ state: 'wrong', act: 'Set ZOOM_PLAN=pro' });
    expect(tell(headers('20'))).toMatchObject({ state: 'wrong', act: 'Set ZOOM_HEAVY_PER_SECOND=20' });
    expect(tell(headers('40'), { heavyPerSecond: 10, heavyPerDay: 30_000 }).state).toBe('advice');
    expect(tell({ ...headers('30000'), 'x-ratelimit-type': 'Daily-limit' }).said).toContain('name no limits');
  });
});

describe('page sizes', () => {
  const seen = (...sizes: readonly (readonly [asked: number, rows: number | null, isLast?: boolean])[]) =>
    sizes.map(([asked, rows, isLast = false]) => ({ asked, rows, isLast }));

  it.each([
    ['documented and cut', seen([10, 10], [30, 10]), 10, 'good', '10, the largest that the account is known to take'],
    ['refused', seen([10, 10], [30, null, true]), 10, 'good', '10, the largest'],
    ['too few people to tell', seen([10, 7, true]), 10, 'good', 'too small to tell'],
    ['larger', seen([10, 10], [30, 30], [100, 41, true]), 10, 'advice', 'takes pages of 100'],
    ['all of them', seen([10, 10], [30, 30], [100, 100], [300, 300]), 300, 'good', '300, the largest'],
    ['cut below what is set', seen([10, 10], [30, 10]), 100, 'wrong', 'gives 10 rows to pages of 30'],
    ['refused above thirty', seen([10, 10], [30, 30], [100, null, true]), 300, 'wrong', 'refuses pages of 100'],
    ['too few people to tell what is set', seen([10, 7, true]), 300, 'good', 'too small to tell'],
  ])('%s', (_what, sizes, configured, state, said) => {
    expect(tellPageSizes(sizes, configured)).toMatchObject({ state, said: expect.stringContaining(said) });
  });
});

describe('event subscriptions', () => {
  const QOS = 'webinar.participant_qos_summary';
  const WAYS = { webhookSecrets: ['secret'], subscriptionId: null, isCalledFromOutside: true };

  it('that Zoom has disabled are told from those that nobody made', () => {
    expect(tellSubscriptions([{ events: [QOS], status: 'DISABLED' }], WAYS)[0]?.said).toContain('Zoom has disabled it');
    expect(tellSubscriptions([], WAYS)[0]?.said).toContain('is not subscribed');
  });

  it('without an address want the WebSocket', () => {
    const told = tellSubscriptions([{ events: [QOS, 'webinar.ended'] }], WAYS);
    expect(told.at(-1)).toMatchObject({ name: 'Zoom event address', state: 'advice' });
    const socket = { webhookSecrets: [], subscriptionId: 'abc', isCalledFromOutside: false };
    expect(tellSubscriptions([{ events: [QOS, 'webinar.ended'] }], socket).map(({ state }) => state)).toEqual([
      'good',
      'good',
    ]);
  });
});
