import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimClock } from '../../../../sim/runtime/clock.ts';
import { SAMPLE_IDS, sampleWebinars } from '../../../../sim/zoom/samples/sample-webinars.ts';
import { startZoomSim, type ZoomSim } from '../../../../sim/zoom/zoom-sim.ts';
import { createZoomClient, type Got } from './zoom-client.ts';

const start = Date.parse('2026-03-10T20:00:00Z');
let time = start;
let sim: ZoomSim;
let get: (path: string) => Promise<Got>;
const path = `/metrics/webinars/${SAMPLE_IDS.good}?type=past`;

beforeEach(async () => {
  time = start;
  sim = await startZoomSim({ webinars: sampleWebinars(start), clock: createSimClock(() => time), plan: 'pro' });
  get = await createZoomClient(sim);
});
afterEach(() => sim.stop());

async function askToken(init: { query?: string; body?: string; secret?: string }) {
  const { clientId, clientSecret } = sim.settings;
  const basic = Buffer.from(`${clientId}:${init.secret ?? clientSecret}`).toString('base64');
  const response = await fetch(`${sim.oauthUrl}${init.query ?? ''}`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: init.body ?? '',
  });
  return { status: response.status, json: await response.json() };
}

describe('the token endpoint', () => {
  const fields = () => `grant_type=account_credentials&account_id=${sim.settings.accountId}`;

  it('takes a form body, and the query where that is switched on', async () => {
    const token = await askToken({ body: fields() });
    expect(token).toMatchObject({ status: 200, json: { token_type: 'bearer', expires_in: 3600 } });
    expect((await askToken({ query: `?${fields()}` })).status).toBe(200);
    sim.settings.tokenQueryAccepted = false;
    expect((await askToken({ query: `?${fields()}` })).status).toBe(400);
  });

  it('refuses with reason and error', async () => {
    expect(await askToken({ body: fields(), secret: 'wrong' })).toEqual({
      status: 400,
      json: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
    });
    expect((await askToken({ body: fields().replace('account_credentials', 'client_credentials') })).status).toBe(400);
    expect((await askToken({ body: 'grant_type=account_credentials&account_id=other' })).status).toBe(400);
  });

  it('gives tokens of one hour; a second one leaves the first alive, unless the last one wins', async () => {
    await createZoomClient(sim);
    expect((await get(path)).status).toBe(200);
    sim.clock.advance(3_600_000);
    expect(await get(path)).toMatchObject({ status: 401, json: { code: 124 } });
    sim.settings.tokens = 'last-wins';
    const older = await createZoomClient(sim);
    const newer = await createZoomClient(sim);
    expect([(await older(path)).status, (await newer(path)).status]).toEqual([401, 200]);
  });

  it('kills everything when the app is deactivated', async () => {
    sim.settings.deactivated = true;
    expect((await get(path)).status).toBe(401);
    expect((await askToken({ body: fields() })).status).toBe(400);
  });
});

describe('rate limits', () => {
  it('allow ten Heavy calls of a Pro account in any sliding second', async () => {
    for (let call = 0; call < 10; call += 1) {
      time += 50;
      expect((await get(path)).status).toBe(200);
    }
    const refused = await get(path);
    expect(refused.json).toEqual({
      code: 429,
      message: 'You have reached the maximum per-second rate limit for this API. Try again later.',
    });
    expect(refused.headers.get('x-ratelimit-type')).toBe('QPS');
    time += 549;
    expect((await get(path)).status).toBe(429);
    time += 1;
    expect((await get(path)).status).toBe(200);
    expect((await get(path)).status).toBe(429);
  });

  it('end with the GMT day, other apps included, and say when', async () => {
    sim.limits.useUpDay('Heavy', 29_999);
    expect((await get(path)).status).toBe(200);
    const refused = await get(path);
    expect(refused.json.message).toContain('daily rate limit');
    expect(refused.headers.get('x-ratelimit-type')).toBe('Daily-limit');
    expect(refused.headers.get('retry-after')).toBe('2026-03-11T00:00:00Z');
    sim.settings.retryAfter = 'http-date';
    expect((await get(path)).headers.get('retry-after')).toBe('Wed, 11 Mar 2026 00:00:00 GMT');
    sim.settings.retryAfter = 'seconds';
    expect((await get(path)).headers.get('retry-after')).toBe('14400');
    sim.settings.rateHeaders = 'absent';
    const bare = await get(path);
    expect([bare.headers.get('retry-after'), bare.headers.get('x-ratelimit-limit')]).toEqual([null, null]);
    sim.clock.advance(4 * 3_600_000);
    expect((await (await createZoomClient(sim))(path)).status).toBe(200);
  });

  it('are shared with what other apps take of every second', async () => {
    sim.limits.setOtherAppsLoad('Heavy', 9);
    expect([(await get(path)).status, (await get(path)).status]).toEqual([200, 429]);
  });

  it('count the webinar list per minute', async () => {
    const list = '/metrics/webinars?type=past&from=2026-03-01&to=2026-03-10';
    for (let call = 0; call < 10; call += 1) expect((await get(list)).status).toBe(200);
    time += 59_000;
    expect((await get(list)).status).toBe(429);
    time += 1000;
    expect((await get(list)).status).toBe(200);
  });
});

describe('faults', () => {
  it('come after the chosen number of calls, as often as asked', async () => {
    sim.fail({ endpoint: 'webinar', kind: 'html', times: 2, after: 1 });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await get(path)).status);
    expect(statuses).toEqual([200, 502, 502, 200]);
  });

  it('give broken bodies, cut connections and bare refusals', async () => {
    sim.fail({ endpoint: '*', kind: 'malformed104' });
    const malformed = await get(path);
    expect(malformed).toMatchObject({ status: 400, json: null });
    expect(malformed.text).toContain('scopes:["dashboard:read:webinar:admin"');
    sim.fail({ endpoint: '*', kind: 'wrongBody' });
    expect(await get(path)).toMatchObject({ status: 200, json: { status: false } });
    sim.fail({ endpoint: '*', kind: '401' });
    expect((await get(path)).json.code).toBe(124);
    sim.fail({ endpoint: '*', kind: '429day', retryAfter: '2026-03-11T00:00:00Z' });
    expect((await get(path)).headers.get('retry-after')).toBe('2026-03-11T00:00:00Z');
    sim.fail({ endpoint: '*', kind: '429bare' });
    expect((await get(path)).headers.get('x-ratelimit-limit')).toBeNull();
    sim.fail({ endpoint: '*', kind: 'reset' });
    await expect(get(path)).rejects.toThrow('fetch failed');
    sim.fail({ endpoint: '*', kind: 'truncated' });
    await expect(get(path)).rejects.toThrow('terminated');
    expect((await get(path)).status).toBe(200);
  });

  it('can be slow, or never answer', async () => {
    sim.setLatency(30);
    sim.fail({ endpoint: 'webinar', kind: 'slow', delayMs: 30 });
    await get(path);
    expect(sim.requests.at(-1)?.durationMs).toBeGreaterThanOrEqual(59);
    sim.fail({ endpoint: 'webinar', kind: 'hang' });
    const gaveUp = fetch(`${sim.apiUrl}${path}`, { signal: AbortSignal.timeout(50) });
    await expect(gaveUp).rejects.toThrow('timeout');
    expect(sim.requests.at(-1)?.status).toBeNull();
  });
});
