import { describe, expect, it } from 'vitest';
import { keys } from '../../../../../src/storage/keys.ts';
import type { Kv } from '../../../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../../../src/storage/memory-kv.ts';
import { createDailyQuota } from '../../../../../src/zoom/http/rate-limit/daily-quota.ts';
import { createRateLimiter, type RateLimiterDeps } from '../../../../../src/zoom/http/rate-limit/rate-limiter.ts';
import { ASKED, createBrokenKv, createTestTime, errorOf, START } from '../../support.ts';

function createWorld(
  overrides: Partial<Omit<RateLimiterDeps, 'dailyQuota'>> & {
    readonly perSecond?: number;
    readonly perDay?: number;
    readonly reservePercent?: number;
  } = {},
) {
  const time = createTestTime();
  const { perSecond = 40, perDay = 1_000_000, reservePercent = 0, ...rest } = overrides;
  const deps = {
    kv: createMemoryKv(time.clock),
    clock: time.clock,
    sleep: time.sleep,
    limits: { heavyPerSecond: perSecond, intensivePerMinute: 20 },
    ...rest,
  };
  const createReplica = () => {
    const dailyQuota = createDailyQuota({ kv: deps.kv, clock: deps.clock, callsPerDay: perDay, reservePercent });
    return { rateLimiter: createRateLimiter({ ...deps, dailyQuota }), dailyQuota };
  };
  return { ...createReplica(), time, kv: deps.kv, createReplica };
}

/** The most grants that any second, or what else is given in ms (start included, end not), holds. */
function busiestSecond(grantsMs: readonly number[], secondMs = 1_000): number {
  const sorted = grantsMs.toSorted((a, b) => a - b);
  let busiest = 0;
  let start = 0;
  sorted.forEach((at, end) => {
    while (at - (sorted[start] ?? at) >= secondMs) start += 1;
    busiest = Math.max(busiest, end - start + 1);
  });
  return busiest;
}

describe('createRateLimiter', () => {
  it.each([1, 5, 10, 40])('lets no more than %i calls into any sliding second', async (perSecond) => {
    const { rateLimiter, time } = createWorld({ perSecond });
    const grants: number[] = [];
    for (let i = 0; i < 1000; i += 1) {
      await rateLimiter.acquirePermit('heavy', ASKED);
      grants.push(time.clock.now());
    }
    expect(busiestSecond(grants)).toBeLessThanOrEqual(perSecond);
    // And wastes little of what Zoom allows.
    expect(time.clock.now() - START).toBeLessThan((1000 / perSecond) * 1000 * 1.1);
  });

  it('lets Medium calls through without counting them for the day, also when that is used up', async () => {
    const { rateLimiter, time } = createWorld({ perSecond: 10, perDay: 1 });
    const grants: number[] = [];
    for (let i = 0; i < 30; i += 1) {
      await rateLimiter.acquirePermit('medium', ASKED);
      grants.push(time.clock.now());
    }
    expect(busiestSecond(grants)).toBeLessThanOrEqual(10);
    await rateLimiter.acquirePermit('heavy', ASKED);
    expect(await errorOf(rateLimiter.acquirePermit('heavy', ASKED))).toMatchObject({
      failure: { kind: 'zoom-limited' },
    });
    await rateLimiter.acquirePermit('medium', ASKED);
  });

  it.each([1, 5, 10, 40])('holds %i per second while the store is away', async (perSecond) => {
    const { rateLimiter, time } = createWorld({ perSecond, kv: createBrokenKv() });
    const grants: number[] = [];
    for (let i = 0; i < 200; i += 1) {
      await rateLimiter.acquirePermit('heavy', ASKED);
      grants.push(time.clock.now());
    }
    expect(busiestSecond(grants)).toBeLessThanOrEqual(perSecond);
  });

  it.each([1, 5, 40])('holds %i per second when timers fire late', async (perSecond) => {
    const time = createTestTime();
    let late = 0;
    const { rateLimiter } = createWorld({
      perSecond,
      clock: time.clock,
      kv: createMemoryKv(time.clock),
      // Every third timer is half a second late: its call would bunch up with the next ones.
      sleep: async (ms) => time.advance(ms + (late++ % 3 === 0 ? 500 : 0)),
    });
    const grants: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      await rateLimiter.acquirePermit('heavy', ASKED);
      grants.push(time.clock.now());
    }
    // The way to Zoom may bring two calls nearer to each other.
    expect(busiestSecond(grants, 1_020)).toBeLessThanOrEqual(perSecond);
  });

  it.each([1, 10, 40])('shares %i per second among replicas', async (perSecond) => {
    const { createReplica, rateLimiter, time } = createWorld({ perSecond });
    const other = createReplica().rateLimiter;
    for (let i = 0; i < 10; i += 1) {
      await rateLimiter.acquirePermit('heavy', ASKED);
      await other.acquirePermit('heavy', ASKED);
    }
    expect(time.clock.now() - START).toBeGreaterThanOrEqual((19 * 1000) / perSecond);
    expect(time.clock.now() - START).toBeLessThan((19 * 1100) / perSecond);
  });

  it('spreads calls over the second while the store is away, too', async () => {
    const { rateLimiter, time } = createWorld({ perSecond: 10, kv: createBrokenKv() });
    const grants: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      await rateLimiter.acquirePermit('heavy', ASKED);
      grants.push(time.clock.now() - START);
    }
    expect(grants).toEqual([0, 105, 210, 315]);
  });

  it('lets resource-intensive calls through at their own rate per minute', async () => {
    const { rateLimiter, time } = createWorld();
    for (let i = 0; i < 21; i += 1) await rateLimiter.acquirePermit('intensive', ASKED);
    expect(time.clock.now() - START).toBeGreaterThanOrEqual(60_000);
    expect(time.clock.now() - START).toBeLessThan(66_000);
  });

  it('does not hold up a resource-intensive call by the Heavy ones of the same second', async () => {
    const { rateLimiter, time } = createWorld({ perSecond: 1 });
    await rateLimiter.acquirePermit('heavy', ASKED);
    await rateLimiter.acquirePermit('intensive', ASKED);
    expect(time.clock.now()).toBe(START);
  });

  it('gives back what would have to wait for more than a minute', async () => {
    const { kv, rateLimiter, time } = createWorld();
    for (let i = 0; i < 30; i += 1) await kv.reserveSlot(keys.zoomPermits('intensive').name, 3_150);
    const error = await errorOf(rateLimiter.acquirePermit('intensive', ASKED));
    expect(error.failure).toMatchObject({ kind: 'zoom-limited', limit: 'second' });
    expect(error.retryAt?.getTime()).toBeGreaterThan(START + 60_000);
    expect(time.sleeps).toEqual([]);
  });

  it('waits for a minute, but not for longer', async () => {
    const waitFor = (intensivePerMinute: number) => {
      const { rateLimiter, time } = createWorld({ limits: { heavyPerSecond: 40, intensivePerMinute } });
      const waiting = rateLimiter
        .acquirePermit('intensive', ASKED)
        .then(() => rateLimiter.acquirePermit('intensive', ASKED));
      return { waiting, sleeps: time.sleeps };
    };
    const minute = waitFor(1.05);
    await minute.waiting;
    expect(minute.sleeps).toEqual([60_000]);
    const longer = waitFor(1.049);
    expect((await errorOf(longer.waiting)).failure).toMatchObject({ kind: 'zoom-limited', limit: 'second' });
    expect(longer.sleeps).toEqual([]);
  });

  it('stops waiting when it is told to', async () => {
    const { rateLimiter } = createWorld();
    const reason = new Error('stopping');
    await expect(rateLimiter.acquirePermit('heavy', { ...ASKED, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    const abort = new AbortController();
    // A slot that never comes.
    const waiting = createWorld({ sleep: () => new Promise(() => undefined), perSecond: 1 }).rateLimiter;
    await waiting.acquirePermit('heavy', ASKED);
    const second = waiting.acquirePermit('heavy', { ...ASKED, signal: abort.signal });
    abort.abort(reason);
    await expect(second).rejects.toBe(reason);
  });
});

describe('the daily quota', () => {
  it('is asked together with the permit, in one round trip', async () => {
    const asked: string[] = [];
    const unanswered = (method: string) => (key: string) => {
      asked.push(`${method} ${key}`);
      return new Promise<never>(() => undefined);
    };
    // Every method of the port asks and waits; the proxy saves writing each of them down.
    const kv = new Proxy({}, { get: (_target, method) => unanswered(String(method)) }) as Kv;
    const { rateLimiter } = createWorld({ kv });
    void rateLimiter.acquirePermit('heavy', ASKED);
    await new Promise(setImmediate);
    expect(asked.toSorted()).toEqual([
      `get ${keys.zoomQuotaBlock.name}`,
      `increment ${keys.zoomDailyQuota('2026-03-02').name}`,
      `reserveSlot ${keys.zoomPermits('heavy').name}`,
    ]);
  });

  it('is shared by both labels and all replicas', async () => {
    const { createReplica, rateLimiter, dailyQuota } = createWorld({ perDay: 3 });
    const other = createReplica().rateLimiter;
    await rateLimiter.acquirePermit('heavy', ASKED);
    await other.acquirePermit('intensive', ASKED);
    await rateLimiter.acquirePermit('heavy', ASKED);
    expect(await dailyQuota.callsLeftToday()).toBe(0);
    for (const one of [rateLimiter, other]) {
      for (const label of ['heavy', 'intensive'] as const) {
        expect((await errorOf(one.acquirePermit(label, ASKED))).failure).toMatchObject({
          kind: 'zoom-limited',
          limit: 'day',
        });
      }
    }
  });

  it('costs no permit once it is known to be blocked', async () => {
    const { dailyQuota, kv, rateLimiter } = createWorld();
    await dailyQuota.blockQuota(60_000);
    expect((await errorOf(rateLimiter.acquirePermit('heavy', ASKED))).failure).toMatchObject({ limit: 'day' });
    expect(await kv.get(keys.zoomPermits('heavy').name)).toBeNull();
  });
});

describe('the permit of the next call', () => {
  it('is the one that the next call takes', async () => {
    const { dailyQuota, rateLimiter, time } = createWorld({ perSecond: 1, perDay: 10 });
    await rateLimiter.acquirePermit('heavy', ASKED);
    rateLimiter.reserveNextPermit('heavy');
    rateLimiter.reserveNextPermit('heavy');
    await rateLimiter.acquirePermit('heavy', ASKED);
    expect(time.clock.now() - START).toBe(1_050);
    expect(await dailyQuota.callsLeftToday()).toBe(8);
    await rateLimiter.acquirePermit('heavy', ASKED);
    expect(time.clock.now() - START).toBe(2_100);
    expect(await dailyQuota.callsLeftToday()).toBe(7);
  });

  it('costs nothing of the daily quota when it is released', async () => {
    const { dailyQuota, rateLimiter } = createWorld({ perDay: 10 });
    rateLimiter.reserveNextPermit('heavy');
    await expect.poll(() => dailyQuota.callsLeftToday()).toBe(9);
    rateLimiter.releasePermit('heavy');
    await expect.poll(() => dailyQuota.callsLeftToday()).toBe(10);
  });

  it('is refused to the call that would take it', async () => {
    const { rateLimiter } = createWorld({ perDay: 1 });
    await rateLimiter.acquirePermit('heavy', ASKED);
    rateLimiter.reserveNextPermit('heavy');
    expect((await errorOf(rateLimiter.acquirePermit('heavy', ASKED))).failure).toMatchObject({ limit: 'day' });
  });
});
