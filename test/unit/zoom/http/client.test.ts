import { afterEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../../../../src/storage/keys.ts';
import type { ZoomCallReport } from '../../../../src/zoom/http/client.ts';
import { NEEDED_SCOPES } from '../../../../src/zoom/http/token/scopes.ts';
import { ASKED, createBrokenKv, errorOf, failureOf, type Reply, START, startClient, TOKEN_ANSWER } from '../support.ts';
import { CALL, inTurn, THING, Thing } from './support.ts';

const HTML: Reply = { headers: { 'content-type': 'text/html' }, body: '<html><h1>Bad Gateway</h1></html>' };
const PER_SECOND = { code: 429, message: 'You have reached the maximum per-second rate limit for this API.' };
const DAILY = { code: 429, message: 'You have reached the maximum daily rate limit for this API. Refer to …' };

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a call', () => {
  it('carries the token and asks for JSON', async () => {
    const { client, calls, server } = await startClient(() => THING);
    expect(await client.getJson('/things/a%252Fb?x=1', Thing, CALL, ASKED)).toEqual({ name: 'x' });
    expect(calls[0]).toMatchObject({
      method: 'GET',
      url: '/v2/things/a%252Fb?x=1',
      headers: { authorization: 'Bearer token-1', accept: 'application/json' },
    });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      url: '/oauth/token',
      body: 'grant_type=account_credentials&account_id=account+%26+1',
      headers: {
        authorization: `Basic ${Buffer.from('client-id:client-secret').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
  });

  it('keeps its connection and its token', async () => {
    const { client, calls, server, tokenRequests } = await startClient(() => THING);
    for (let i = 0; i < 5; i += 1) await client.getJson('/things', Thing, CALL, ASKED);
    expect(calls).toHaveLength(5);
    // A pool may open a second one in the moment before the first is free again.
    expect(server.connections()).toBeLessThanOrEqual(2);
    expect(tokenRequests()).toBe(1);
  });

  it('leaves no timer behind that would hold up the end of the process', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const { client } = await startClient(() => THING);
    await client.getJson('/things', Thing, CALL, ASKED);
    const before = timers();
    for (let i = 0; i < 5; i += 1) await client.getJson('/things', Thing, CALL, ASKED);
    expect(timers()).toBeLessThan(before + 5);
  });

  it('is told to the metrics, and so is the quota', async () => {
    const seen: ZoomCallReport[] = [];
    const quotas: unknown[] = [];
    const events = {
      onCall: (call: ZoomCallReport) => seen.push(call),
      onQuota: (quota: unknown) => quotas.push(quota),
    };
    const { client } = await startClient(inTurn({ status: 503 }, { drop: true }, THING), { events });
    await client.getJson('/things', Thing, CALL, ASKED);
    expect(seen.map(({ endpoint, status }) => [endpoint, status])).toEqual([
      ['token', 200],
      ['thing', 503],
      ['thing', null],
      ['thing', 200],
    ]);
    expect(quotas.at(-1)).toEqual({ usedToday: 3, perDay: 60_000 });
  });

  it('works without the store', async () => {
    const { client } = await startClient(() => THING, { kv: createBrokenKv() });
    expect(await client.getJson('/things', Thing, CALL, ASKED)).toEqual({ name: 'x' });
  });

  it('leaves no secret in the store', async () => {
    const { client, kv } = await startClient(() => THING, {
      token: () => ({ body: { ...TOKEN_ANSWER, access_token: 'very-secret' } }),
    });
    await client.getJson('/things', Thing, CALL, ASKED);
    const stored = await kv.get(keys.zoomToken.name);
    expect(stored).toMatch(/^"[\w-]{20,}"$/);
    expect(Buffer.from(JSON.parse(stored ?? ''), 'base64url').toString('latin1')).not.toContain('very-secret');
  });
});

describe('trouble that passes', () => {
  it.each<[string, Reply]>([
    ['an outage as HTML', { ...HTML, status: 502 }],
    ['an empty 500', { status: 500, body: '' }],
    ['a cut connection', { drop: true }],
    ['a success that is cut short', { body: '{"name":"x' }],
    ['a success that is HTML', HTML],
    ['a success of another shape', { body: { nothing: 'expected' } }],
    ['a success that is a list', { body: [] }],
    ['a success of another kind', { ...THING, status: 202 }],
  ])('is tried again: %s', async (_name, reply) => {
    const { client, calls } = await startClient(inTurn(reply, reply, THING));
    expect(await client.getJson('/things', Thing, CALL, ASKED)).toEqual({ name: 'x' });
    expect(calls).toHaveLength(3);
  });

  it.each<[string, Reply, string]>([
    ['an outage', { ...HTML, status: 503 }, '503'],
    ['a cut connection', { drop: true }, 'no answer'],
    ['a success that makes no sense', { body: 'null' }, 'an answer that made no sense'],
  ])('is explained after three tries: %s', async (_name, reply, last) => {
    const { client, calls } = await startClient(() => reply);
    const failure = await failureOf(client.getJson('/things', Thing, CALL, ASKED));
    expect(failure).toMatchObject({ kind: 'zoom-unavailable', last, tries: 3, retryAt: null });
    expect(calls).toHaveLength(3);
  });

  it('is a matter of network when a web page comes three times', async () => {
    const { client, calls } = await startClient(() => HTML);
    const failure = await failureOf(client.getJson('/things', Thing, CALL, ASKED));
    expect(failure).toEqual({ kind: 'network', seen: '200 with a web page instead of data' });
    expect(calls).toHaveLength(3);
  });

  it('includes an answer over the size limit', async () => {
    const { client } = await startClient(() => ({ body: { name: 'x'.repeat(5_000) } }), { maxBodyBytes: 2_000 });
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toMatchObject({
      last: 'an answer that made no sense',
    });
  });

  it('includes a Zoom that says nothing', async () => {
    const { client } = await startClient(() => ({ silent: true }), { timeouts: { wholeMs: 30 } });
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toMatchObject({
      last: 'no answer',
      tries: 3,
    });
  });

  it('includes a Zoom that is not there', async () => {
    const { client } = await startClient(() => THING, { apiUrl: 'http://127.0.0.1:1/v2' });
    const error = await errorOf(client.getJson('/things', Thing, CALL, ASKED));
    expect(error.failure).toMatchObject({ last: 'no answer', tries: 3 });
    expect(error.message).toBe('Zoom thing: no answer: ECONNREFUSED');
  });

  it('waits for the limit per second and says so', async () => {
    const pauses: number[] = [];
    const limited = { status: 429, headers: { 'Retry-After': '2' }, body: PER_SECOND };
    const { client, time } = await startClient(inTurn(limited, limited, THING), {
      events: { onThrottled: (ms) => pauses.push(ms) },
    });
    expect(await client.getJson('/things', Thing, CALL, ASKED)).toEqual({ name: 'x' });
    expect(pauses).toEqual([2000, 2000]);
    expect(time.clock.now() - START).toBeGreaterThanOrEqual(4000);
  });

  it.each<[string, Reply, string, string]>([
    [
      'an ISO instant',
      { headers: { 'X-RateLimit-Type': 'Daily-limit', 'Retry-After': '2026-03-02T18:00:00Z' }, body: DAILY },
      'day',
      '2026-03-02T18:00:00.000Z',
    ],
    ['no header at all', { body: DAILY }, 'day', '2026-03-03T00:00:00.000Z'],
    [
      'an instant long ago',
      { headers: { 'Retry-After': '2020-05-31T00:00:00Z' }, body: DAILY },
      'day',
      '2026-03-03T00:00:00.000Z',
    ],
    [
      'the type of limit only',
      { headers: { 'x-ratelimit-type': 'Daily-limit' }, body: '' },
      'day',
      '2026-03-03T00:00:00.000Z',
    ],
    [
      'a long wait for the limit per second',
      { headers: { 'retry-after': 'Mon, 02 Mar 2026 10:05:00 GMT' }, body: PER_SECOND },
      'second',
      '2026-03-02T10:05:00.000Z',
    ],
  ])('gives the job back after a 429 with %s', async (_name, reply, limit, retryAt) => {
    const { client, calls } = await startClient(() => ({ ...reply, status: 429 }));
    const error = await errorOf(client.getJson('/things', Thing, CALL, ASKED));
    expect(error.failure).toMatchObject({ kind: 'zoom-limited', limit, retryAt });
    expect(error.retryAt).toEqual(new Date(retryAt));
    expect(calls).toHaveLength(1);
  });

  it('asks Zoom nothing more once it has said that the day is used up', async () => {
    const { client, calls, time } = await startClient((_request, count) =>
      count === 1 ? { status: 429, headers: { 'Retry-After': '2026-03-02T18:00:00Z' }, body: DAILY } : THING,
    );
    expect(await client.callsLeftToday()).toBe(60_000);
    for (let i = 0; i < 3; i += 1) {
      const error = await errorOf(client.getJson('/things', Thing, CALL, ASKED));
      expect(error.failure).toMatchObject({ limit: 'day', retryAt: '2026-03-02T18:00:00.000Z' });
    }
    expect(calls).toHaveLength(1);
    expect(await client.callsLeftToday()).toBe(0);
    time.advance(8 * 3_600_000);
    expect(await client.getJson('/things', Thing, CALL, ASKED)).toEqual({ name: 'x' });
    expect(await client.callsLeftToday()).toBe(59_998);
  });

  it('does not take the limit per second for the end of the day', async () => {
    const { client } = await startClient(() => ({ status: 429, headers: { 'Retry-After': '600' }, body: PER_SECOND }));
    await errorOf(client.getJson('/things', Thing, CALL, ASKED));
    expect(await client.callsLeftToday()).toBe(59_999);
  });

  it('tries a 429 that says nothing three times', async () => {
    const { client, calls } = await startClient(() => ({ ...HTML, status: 429 }));
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toMatchObject({ limit: 'second' });
    expect(calls).toHaveLength(3);
  });
});

describe('trouble that stays', () => {
  it('is not tried again, and the log can name the call to Zoom', async () => {
    const { client, calls } = await startClient(() => ({
      status: 400,
      headers: { 'x-zm-trackingid': 'v=2.0;clid=us02;rid=WEB_00ff' },
      body: { code: 200, message: 'No permission.' },
    }));
    const error = await errorOf(client.getJson('/things', Thing, CALL, ASKED));
    expect(error.failure).toEqual({ kind: 'plan-missing', said: 'No permission.' });
    expect(error.message).toBe('Zoom thing: 400/200 "No permission." (x-zm-trackingid v=2.0;clid=us02;rid=WEB_00ff)');
    expect(calls).toHaveLength(1);
  });

  it('is named with its scopes, though the body is no JSON', async () => {
    const body = `{"code":104, "message":"Invalid access token, does not contain scopes:["${NEEDED_SCOPES[0]}"]"}`;
    const { client } = await startClient(() => ({ status: 400, body }));
    expect(await failureOf(client.getJson('/things', Thing, CALL, ASKED))).toEqual({
      kind: 'scope-missing',
      scopes: [NEEDED_SCOPES[0]],
    });
  });
});

describe('a mistake of our own', () => {
  it('is neither tried again nor explained as an outage', async () => {
    const { client, calls, time } = await startClient(() => THING, {
      token: () => ({ body: { ...TOKEN_ANSWER, access_token: 'no\nheader' } }),
    });
    await expect(client.getJson('/things', Thing, CALL, ASKED)).rejects.toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
    expect(calls).toEqual([]);
    expect(time.sleeps).toEqual([]);
  });
});

describe('a stop', () => {
  const reason = new Error('stopping');

  it('cuts off a request under way', async () => {
    const abort = new AbortController();
    const { client, calls } = await startClient(() => ({ silent: true }));
    const call = client.getJson('/things', Thing, CALL, { ...ASKED, signal: abort.signal });
    const ended = expect(call).rejects.toBe(reason);
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    abort.abort(reason);
    await ended;
    expect(calls).toHaveLength(1);
  });

  it('leaves before anything is sent', async () => {
    const { client, server } = await startClient(() => THING);
    await expect(client.getJson('/things', Thing, CALL, { ...ASKED, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    expect(server.seen).toEqual([]);
  });
});
