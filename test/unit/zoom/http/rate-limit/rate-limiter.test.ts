import { describe, expect, it } from 'vitest';
import type { Kv } from '../../../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../../../src/storage/memory-kv.ts';
import { createPace, type PaceDeps } from '../../../../../src/zoom/http/rate-limit/rate-limiter.ts';
import { createBrokenKv, createTestTime, errorOf, KEYS, START } from '../../support.ts';

function createTestPace(overrides: Partial<PaceDeps> & { readonly perSecond?: number; readonly perDay?: number } = {}) {
  const time = createTestTime();
  const { perSecond = 40, perDay = 1_000_000, ...rest } = overrides;
  const kv: Kv = createMemoryKv(time.clock);
  const deps: PaceDeps = {
    kv,
    keys: KEYS,
    clock: time.clock,
    wait: time.wait,
    limits: { heavyPerSecond: perSecond, heavyPerDay: perDay, intensivePerMinute: 20 },
    ...rest,
  };
  return { time, kv, deps, pace: createPace(deps) };
}

/** The most grants that any second (start included, end not) holds. */
function busiestSecond(grantsMs: readonly number[]): number {
  const sorted = grantsMs.toSorted((a, b) => a - b);
  let busiest = 0;
  let start = 0;
  sorted.forEach((at, end) => {
    while (at - (sorted[start] ?? at) >= 1000) start += 1;
    busiest = Math.max(busiest, end - start + 1);
  });
  return busiest;
}

describe('createPace', () => {
  it.each([1, 5, 10, 40])('lets no more than %i calls into any sliding second', async (perSecond) => {
    const { pace, time } = createTestPace({ perSecond });
    const grants: number[] = [];
    for (let i = 0; i < 1000; i += 1) {
      await pace.take('heavy');
      grants.push(time.clock.now());
    }
    expect(busiestSecond(grants)).toBeLessThanOrEqual(perSecond);
    // And wastes little of what Zoom allows.
    expect(time.clock.now() - START).toBeLessThan((1000 / perSecond) * 1000 * 1.1);
  });

  it.each([1, 5, 10, 40])('holds %i per second while the store is away', async (perSecond) => {
    const { pace, time } = createTestPace({ perSecond, kv: createBrokenKv() });
    const grants: number[] = [];
    for (let i = 0; i < 200; i += 1) {
      await pace.take('heavy');
      grants.push(time.clock.now());
    }
    expect(busiestSecond(grants)).toBeLessThanOrEqual(perSecond);
  });

  it.each([1, 5, 40])('holds %i per second when timers fire late', async (perSecond) => {
    const time = createTestTime();
    let late = 0;
    const { pace } = createTestPace({
      perSecond,
      clock: time.clock,
      kv: createMemoryKv(time.clock),
      // Every third timer is half a second late: its call would bunch up with the next ones.
      wait: async (ms) => time.advance(ms + (late++ % 3 === 0 ? 500 : 0)),
    });
    const grants: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      await pace.take('heavy');
      grants.push(time.clock.now());
    }
    expect(busiestSecond(grants)).toBeLessThanOrEqual(perSecond);
  });

  it('shares the second among replicas', async () => {
    const { deps, pace, time } = createTestPace({ perSecond: 10 });
    const other = createPace(deps);
    for (let i = 0; i < 10; i += 1) {
      await pace.take('heavy');
      await other.take('heavy');
    }
    expect(time.clock.now() - START).toBeGreaterThanOrEqual(19 * 100);
  });

  it('lets resource-intensive calls through at their own pace per minute', async () => {
    const { pace, time } = createTestPace();
    for (let i = 0; i < 21; i += 1) await pace.take('intensive');
    expect(time.clock.now() - START).toBeGreaterThanOrEqual(60_000);
  });

  it('gives back what would have to wait for more than a minute', async () => {
    const { kv, pace, time } = createTestPace();
    for (let i = 0; i < 30; i += 1) await kv.reserveSlot('zoom:lane:intensive', 3_150);
    const error = await errorOf(pace.take('intensive'));
    expect(error.failure).toMatchObject({ kind: 'zoom-limited', limit: 'second' });
    expect(error.retryAt?.getTime()).toBeGreaterThan(START + 60_000);
    expect(time.waits).toEqual([]);
  });

  it("stops at the day's budget, which both labels share, until midnight UTC", async () => {
    const quotas: unknown[] = [];
    const { deps, pace, time } = createTestPace({ perDay: 3, onQuota: (quota) => quotas.push(quota) });
    const other = createPace(deps);
    await pace.take('heavy');
    await other.take('intensive');
    await pace.take('heavy');
    for (const one of [pace, other]) {
      const error = await errorOf(one.take('heavy'));
      expect(error.failure).toMatchObject({ kind: 'zoom-limited', limit: 'day', retryAt: '2026-03-03T00:00:00.000Z' });
      expect(error.retryAt).toEqual(new Date('2026-03-03T00:00:00Z'));
    }
    expect(quotas.at(2)).toEqual({ usedToday: 3, perDay: 3 });
    expect(quotas.at(-1)).toEqual({ usedToday: 3, perDay: 3 });
    time.advance(14 * 3_600_000);
    await pace.take('heavy');
    expect(quotas.at(-1)).toEqual({ usedToday: 1, perDay: 3 });
  });

  it('goes on counting the day while the store is away', async () => {
    const { pace } = createTestPace({ perDay: 2, kv: createBrokenKv() });
    await pace.take('heavy');
    await pace.take('heavy');
    expect((await errorOf(pace.take('heavy'))).failure).toMatchObject({ limit: 'day' });
  });

  it('knows what is left of the day, whichever replica used it', async () => {
    const { deps, pace } = createTestPace({ perDay: 3 });
    const other = createPace(deps);
    expect(await pace.callsLeftToday()).toBe(3);
    await pace.take('heavy');
    await other.take('intensive');
    expect([await pace.callsLeftToday(), await other.callsLeftToday()]).toEqual([1, 1]);
    await pace.take('heavy');
    await errorOf(pace.take('heavy'));
    expect(await other.callsLeftToday()).toBe(0);
  });

  it('does not know what is left while the store is away', async () => {
    const { pace } = createTestPace({ kv: createBrokenKv() });
    expect(await pace.callsLeftToday()).toBeNull();
  });

  it('stops waiting when it is told to', async () => {
    const { pace } = createTestPace();
    const reason = new Error('stopping');
    await expect(pace.take('heavy', AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('a day that Zoom calls used up', () => {
  const dayLimit = (retryAt: string) => ({ failure: { kind: 'zoom-limited', limit: 'day', retryAt } });

  it.each<[string, number | null, string]>([
    ['until the instant that Zoom named', 7_200_000, '2026-03-02T12:00:00.000Z'],
    ['until midnight when Zoom named none', null, '2026-03-03T00:00:00.000Z'],
    ['until midnight when the instant has passed', 0, '2026-03-03T00:00:00.000Z'],
    ['for a day at most', 9e11, '2026-03-03T10:00:00.000Z'],
  ])('stops every replica %s, and costs nothing', async (_name, retryAfterMs, retryAt) => {
    const { deps, kv, pace, time } = createTestPace();
    const other = createPace(deps);
    await pace.take('heavy');
    await pace.blockDay(retryAfterMs);
    for (const one of [pace, other, other]) {
      expect(await errorOf(one.take('heavy'))).toMatchObject(dayLimit(retryAt));
      expect(await errorOf(one.take('intensive'))).toMatchObject(dayLimit(retryAt));
      expect(await one.callsLeftToday()).toBe(0);
    }
    expect(await kv.get('zoom:day:2026-03-02')).toBe('1');
    time.advance(Date.parse(retryAt) - time.clock.now());
    await pace.take('heavy');
    await other.take('intensive');
    expect(await other.callsLeftToday()).toBeGreaterThan(0);
  });

  it('is remembered by the process that heard of it while the store is away', async () => {
    const { pace, time } = createTestPace({ kv: createBrokenKv() });
    await pace.blockDay(60_000);
    expect(await errorOf(pace.take('heavy'))).toMatchObject(dayLimit('2026-03-02T10:01:00.000Z'));
    expect(await pace.callsLeftToday()).toBe(0);
    time.advance(60_000);
    await pace.take('heavy');
  });

  it('is not believed when what is kept of it is no instant', async () => {
    const { kv, pace } = createTestPace();
    await kv.set('zoom:blocked', 'tomorrow', 60);
    await pace.take('heavy');
    expect(await pace.callsLeftToday()).toBeGreaterThan(0);
  });
});
