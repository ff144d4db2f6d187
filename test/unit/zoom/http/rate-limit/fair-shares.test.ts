import { describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../../../../src/storage/memory-kv.ts';
import type { CallOwner } from '../../../../../src/webinar/call-owner.ts';
import { createDailyQuota } from '../../../../../src/zoom/http/rate-limit/daily-quota.ts';
import { createRateLimiter } from '../../../../../src/zoom/http/rate-limit/rate-limiter.ts';
import { errorOf, START } from '../../support.ts';

const PER_SECOND = 40;
const LATENCY_MS = 50;

/** A clock whose sleepers wake in order, while `runUntil` lets time pass. */
function createTimeline() {
  let nowMs = START;
  const sleepers: { readonly atMs: number; wake(): void }[] = [];
  return {
    clock: { now: () => nowMs },
    sleep: (ms: number) => new Promise<void>((wake) => sleepers.push({ atMs: nowMs + ms, wake })),
    async runUntil(isOver: () => boolean): Promise<void> {
      while (!isOver()) {
        await new Promise(setImmediate);
        sleepers.sort((a, b) => a.atMs - b.atMs);
        const next = sleepers.shift();
        if (!next) continue;
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
    },
  };
}

function createWorld({ replicas = 1, perDay = 1_000_000, reservePercent = 0 } = {}) {
  const timeline = createTimeline();
  const { clock, sleep } = timeline;
  const kv = createMemoryKv(clock);
  const limits = { heavyPerSecond: PER_SECOND, intensivePerMinute: 20 };
  const rateLimiters = Array.from({ length: replicas }, () => {
    const dailyQuota = createDailyQuota({ kv, clock, callsPerDay: perDay, reservePercent });
    return createRateLimiter({ kv, clock, sleep, limits, dailyQuota });
  });
  let calls = 0;

  /** One call after the other, the next permit reserved meanwhile, as a read goes through its pages. */
  async function read(owner: CallOwner, pages: number, replica = 0): Promise<void> {
    const rateLimiter = rateLimiters[replica];
    for (let page = 0; page < pages; page += 1) {
      await rateLimiter?.acquirePermit('heavy', { owner });
      calls += 1;
      rateLimiter?.reserveNextPermit('heavy');
      await sleep(LATENCY_MS);
    }
  }
  /** Seconds that it takes. */
  async function timed(work: Promise<void>): Promise<number> {
    const startedAt = clock.now();
    let endedAt = 0;
    void work.then(() => {
      endedAt = clock.now();
    });
    await timeline.runUntil(() => endedAt > 0);
    return (endedAt - startedAt) / 1000;
  }
  return { ...timeline, rateLimiters, read, timed, calls: () => calls };
}

const asker = (person: string, webinar: string): CallOwner => ({ kind: 'ask', person, webinar });

function startLongReads(world: ReturnType<typeof createWorld>, count: number, replicas = 1): void {
  for (let i = 0; i < count; i += 1) void world.read(asker('A', `big ${i}`), 1_000_000, i % replicas);
}

describe('while one person has 55 long reads', () => {
  it('somebody else’s small one is served at once, and an automatic one beside it', async () => {
    const world = createWorld();
    startLongReads(world, 55);
    await world.runUntil(() => world.calls() > 200);
    // Two look-ups and two pages.
    expect(await world.timed(world.read(asker('B', 'small'), 4))).toBeLessThan(1.5);
    expect(await world.timed(world.read({ kind: 'automatic', person: '', webinar: 'ended' }, 100))).toBeLessThan(20);
  });

  it('the account’s limit is used to at least 95 %, and not exceeded', async () => {
    const world = createWorld();
    startLongReads(world, 55);
    await world.runUntil(() => world.clock.now() >= START + 5_000);
    const before = world.calls();
    await world.runUntil(() => world.clock.now() >= START + 25_000);
    const perSecond = (world.calls() - before) / 20;
    expect(perSecond).toBeGreaterThanOrEqual(0.95 * PER_SECOND);
    expect(perSecond).toBeLessThanOrEqual(PER_SECOND);
  });

  it('the same holds over three replicas', async () => {
    const world = createWorld({ replicas: 3 });
    startLongReads(world, 55, 3);
    await world.runUntil(() => world.calls() > 200);
    expect(await world.timed(world.read(asker('B', 'small'), 4, 2))).toBeLessThan(4);
    const [before, from] = [world.calls(), world.clock.now()];
    await world.runUntil(() => world.clock.now() >= from + 20_000);
    expect((world.calls() - before) / 20).toBeGreaterThanOrEqual(0.95 * PER_SECOND);
  });

  it('each of them gets on', async () => {
    const world = createWorld();
    let ended = 0;
    for (let i = 0; i < 55; i += 1) {
      void world.read(asker('A', `big ${i}`), 20).then(() => {
        ended += 1;
      });
    }
    await world.runUntil(() => ended > 0);
    // All are as far as the first.
    expect(world.calls()).toBeGreaterThan(55 * 18);
  });
});

describe('kinds of calls', () => {
  it('take turns, whatever waits of each', async () => {
    const world = createWorld();
    const given = { ask: 0, automatic: 0, refresh: 0 };
    for (const [kind, reads] of [
      ['ask', 30],
      ['automatic', 3],
      ['refresh', 10],
    ] as const) {
      for (let i = 0; i < reads; i += 1) {
        const owner = { kind, person: `${kind} ${i}`, webinar: `${i}` };
        void (async () => {
          for (;;) {
            await world.read(owner, 1);
            given[kind] += 1;
          }
        })();
      }
    }
    await world.runUntil(() => world.calls() >= 600);
    // Three reads that wait 50 ms for each answer cannot use more than a third of the limit.
    expect(Math.min(...Object.values(given))).toBeGreaterThan(180);
  });

  it('leave the last part of the daily quota to automatic reports', async () => {
    const world = createWorld({ perDay: 10, reservePercent: 20 });
    const [rateLimiter] = world.rateLimiters;
    const call = (kind: CallOwner['kind']) =>
      rateLimiter?.acquirePermit('heavy', { owner: { kind, person: 'A', webinar: 'x' } }) ?? Promise.reject();
    let asked = 0;
    const refused: unknown[] = [];
    for (let i = 0; i < 12; i += 1) {
      void call('ask').then(
        () => {
          asked += 1;
        },
        (error: unknown) => refused.push(error),
      );
    }
    await world.runUntil(() => asked + refused.length === 12);
    expect(asked).toBe(8);
    expect(refused[0]).toMatchObject({ failure: { kind: 'zoom-limited', limit: 'day' } });
    expect(await world.timed(call('automatic'))).toBeLessThan(1);
    expect(await world.timed(call('automatic'))).toBeLessThan(1);
    const last = errorOf(call('automatic'));
    let isRefused = false;
    void last.then(() => {
      isRefused = true;
    });
    await world.runUntil(() => isRefused);
    expect((await last).failure).toMatchObject({ limit: 'day' });
  });
});

describe('a queue for permits', () => {
  it('is bounded: who would wait for more than five minutes is told when to come again', async () => {
    const world = createWorld();
    const [rateLimiter] = world.rateLimiters;
    const owner = asker('A', 'x');
    const stop = new AbortController();
    const waiting = Array.from({ length: 11_500 }, () =>
      rateLimiter?.acquirePermit('heavy', { owner, signal: stop.signal }),
    );
    const outcomes = Promise.allSettled(waiting);
    stop.abort(new Error('enough'));
    const reasons = (await outcomes).map((outcome) => (outcome.status === 'rejected' ? outcome.reason : null));
    expect(reasons.at(-1)).toMatchObject({ failure: { kind: 'zoom-limited', limit: 'second' } });
    expect(reasons.filter((reason) => reason?.message === 'enough').length).toBeLessThan(11_450);
  });
});
