import { describe, expect, it } from 'vitest';
import { keys } from '../../../../../src/storage/keys.ts';
import type { Kv } from '../../../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../../../src/storage/memory-kv.ts';
import { createDailyQuota, type DailyQuotaDeps } from '../../../../../src/zoom/http/rate-limit/daily-quota.ts';
import { createBrokenKv, createTestTime, errorOf, START } from '../../support.ts';

const TODAY = keys.zoomDailyQuota('2026-03-02').name;
const HOUR_MS = 3_600_000;

function createWorld(overrides: Partial<DailyQuotaDeps> = {}) {
  const { clock, advance } = createTestTime();
  const kv: Kv = overrides.kv ?? createMemoryKv(clock);
  const createReplica = () => createDailyQuota({ kv, clock, callsPerDay: 3, reservePercent: 0, ...overrides });
  return { clock, advance, kv, createReplica, quota: createReplica() };
}

const dayLimit = (retryAt: string) => ({
  failure: { kind: 'zoom-limited', limit: 'day', retryAt },
  retryAt: new Date(retryAt),
});

describe('createDailyQuota', () => {
  it('refuses until midnight UTC what is more than the day has, whichever replica asks', async () => {
    const reports: unknown[] = [];
    const { advance, createReplica, kv, quota } = createWorld({ onQuota: (report) => reports.push(report) });
    const other = createReplica();
    await quota.countCall();
    await other.countCall();
    await quota.countCall();
    for (const one of [quota, other]) {
      expect(await errorOf(one.countCall())).toMatchObject({
        ...dayLimit('2026-03-03T00:00:00.000Z'),
        message: 'all 3 calls of the day are used',
      });
    }
    expect(reports).toEqual([1, 2, 3, 3, 3].map((usedToday) => ({ usedToday, perDay: 3 })));
    // What was refused is not counted.
    expect(await kv.get(TODAY)).toBe('3');
    advance(14 * HOUR_MS - 1);
    expect(await errorOf(quota.countCall())).toMatchObject(dayLimit('2026-03-03T00:00:00.000Z'));
    advance(1);
    await quota.countCall();
    expect(reports.at(-1)).toEqual({ usedToday: 1, perDay: 3 });
  });

  it('takes back what was not called after all', async () => {
    const { kv, quota } = createWorld();
    for (let i = 0; i < 3; i += 1) await quota.countCall();
    await quota.refundCall();
    expect(await kv.get(TODAY)).toBe('2');
    await quota.countCall();
    expect(await errorOf(quota.countCall())).toMatchObject(dayLimit('2026-03-03T00:00:00.000Z'));
  });

  it('goes on counting while the store is away, each day anew', async () => {
    const { advance, quota } = createWorld({ kv: createBrokenKv() });
    for (let i = 0; i < 3; i += 1) await quota.countCall();
    expect(await errorOf(quota.countCall())).toMatchObject(dayLimit('2026-03-03T00:00:00.000Z'));
    await quota.refundCall();
    await quota.countCall();
    expect(await errorOf(quota.countCall())).toMatchObject(dayLimit('2026-03-03T00:00:00.000Z'));
    advance(14 * HOUR_MS);
    await quota.countCall();
  });

  it('knows what is left, whichever replica used it, and never less than nothing', async () => {
    const { createReplica, kv, quota } = createWorld();
    const other = createReplica();
    expect(await quota.callsLeftToday()).toBe(3);
    await quota.countCall();
    await other.countCall();
    expect([await quota.callsLeftToday(), await other.callsLeftToday()]).toEqual([1, 1]);
    await quota.countCall();
    await errorOf(quota.countCall());
    expect(await other.callsLeftToday()).toBe(0);
    await kv.increment(TODAY, 5, 60);
    expect(await other.callsLeftToday()).toBe(0);
  });

  it('does not know what is left while the store is away', async () => {
    const { quota } = createWorld({ kv: createBrokenKv() });
    await quota.countCall();
    expect(await quota.callsLeftToday()).toBeNull();
  });
});

describe('a quota that Zoom calls used up', () => {
  it.each<[string, number | null, string]>([
    ['until the instant that Zoom named', 2 * HOUR_MS, '2026-03-02T12:00:00.000Z'],
    ['until midnight when Zoom named none', null, '2026-03-03T00:00:00.000Z'],
    ['until midnight when the instant has passed', 0, '2026-03-03T00:00:00.000Z'],
    ['for a day at most', 9e11, '2026-03-03T10:00:00.000Z'],
  ])('stops every replica %s, and costs nothing', async (_name, retryAfterMs, retryAt) => {
    const { advance, clock, createReplica, kv, quota } = createWorld();
    const other = createReplica();
    await quota.countCall();
    expect(() => quota.throwIfBlocked()).not.toThrow();
    await quota.blockQuota(retryAfterMs);
    for (const one of [quota, other, other]) {
      expect(await errorOf(one.countCall())).toMatchObject(dayLimit(retryAt));
      // Now this replica knows, and asks for no permit any more.
      expect(await errorOf((async () => one.throwIfBlocked())())).toMatchObject(dayLimit(retryAt));
      expect(await one.callsLeftToday()).toBe(0);
    }
    expect(await kv.get(TODAY)).toBe('1');
    advance(Date.parse(retryAt) - clock.now());
    for (const one of [quota, other]) {
      expect(() => one.throwIfBlocked()).not.toThrow();
      await one.countCall();
    }
    expect(await other.callsLeftToday()).toBe(retryAt.startsWith('2026-03-02') ? 0 : 1);
  });

  it('is remembered by the process that heard of it while the store is away', async () => {
    const { advance, quota } = createWorld({ kv: createBrokenKv() });
    await quota.blockQuota(60_000);
    expect(await errorOf(quota.countCall())).toMatchObject(dayLimit('2026-03-02T10:01:00.000Z'));
    expect(await quota.callsLeftToday()).toBe(0);
    advance(60_000);
    await quota.countCall();
  });

  it.each([null, String(START + 1_000)])(
    'is not forgotten because the store knew only %s a moment before',
    async (known) => {
      const { clock } = createTestTime();
      const { promise: stored, resolve } = Promise.withResolvers<string | null>();
      const { quota } = createWorld({ kv: { ...createMemoryKv(clock), get: () => stored } });
      const counted = errorOf(quota.countCall());
      await quota.blockQuota(60_000);
      resolve(known);
      expect(await counted).toMatchObject(dayLimit('2026-03-02T10:01:00.000Z'));
      expect(() => quota.throwIfBlocked()).toThrow('calls of the day are used');
    },
  );

  it('is heard of from another replica after a second at the latest', async () => {
    const { advance, createReplica, quota } = createWorld({ callsPerDay: 100 });
    const other = createReplica();
    await other.countCall();
    await quota.blockQuota(null);
    advance(999);
    await other.countCall();
    advance(1);
    expect(await errorOf(other.countCall())).toMatchObject(dayLimit('2026-03-03T00:00:00.000Z'));
  });

  it.each(['tomorrow', '"tomorrow"', 'null', '{}'])('is not believed when %s is kept of it', async (stored) => {
    const { kv, quota } = createWorld();
    await kv.set(keys.zoomQuotaBlock.name, stored, 60);
    await quota.countCall();
    expect(await quota.callsLeftToday()).toBe(2);
  });

  it('is kept as its instant, for as long as it lasts', async () => {
    const { advance, kv, quota } = createWorld();
    await quota.blockQuota(59_001);
    expect(await kv.get(keys.zoomQuotaBlock.name)).toBe(String(START + 59_001));
    advance(59_999);
    expect(await kv.get(keys.zoomQuotaBlock.name)).not.toBeNull();
    advance(1);
    expect(await kv.get(keys.zoomQuotaBlock.name)).toBeNull();
  });

  it('keeps its last part for automatic reports', async () => {
    const { quota } = createWorld({ callsPerDay: 104, reservePercent: 20 });
    for (const kind of ['ask', 'refresh'] as const) {
      expect(quota.refusalFor(kind, 84)).toBeNull();
      expect(quota.refusalFor(kind, 85)?.failure).toMatchObject({ kind: 'zoom-limited', limit: 'day' });
    }
    expect(quota.refusalFor('automatic', 104)).toBeNull();
    await quota.countCall();
    expect([await quota.callsLeftToday('automatic'), await quota.callsLeftToday('ask')]).toEqual([103, 83]);
  });
});
