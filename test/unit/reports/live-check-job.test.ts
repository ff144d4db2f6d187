import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobPayload } from '../../../src/jobs/catalog.ts';
import type { LiveRule } from '../../../src/qos/live-rules.ts';
import { createLiveCheckHandler, loadAlerts } from '../../../src/reports/live/live-check-job.ts';
import type { LiveWebinars } from '../../../src/reports/live/live-webinars.ts';
import { createMinuteStore, type KeptMinute } from '../../../src/reports/live/minute-store.ts';
import { keys } from '../../../src/storage/keys.ts';
import { createLocks } from '../../../src/storage/lock.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { parseOccurrenceUuid } from '../../../src/webinar/ids.ts';
import { createManualClock } from '../../setup/manual-clock.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

const MINUTE_MS = 60_000;
const UUID = parseOccurrenceUuid('4444AAAiAAAAAiAiAiiAii==') ?? expect.fail();
const RULES: readonly LiveRule[] = [
  { who: 'presenter', medium: null, metric: 'loss', limit: 5, minutes: 2 },
  { who: 'audience', sharePercent: 10, minutes: 2 },
];

function openShow() {
  const clock = createManualClock();
  const kv = createMemoryKv(clock);
  const store = createMinuteStore(kv);
  const jobs: { name: string; payload: unknown; delayMs: number }[] = [];
  const asked: string[] = [];
  const failing = { next: false };
  const webinar = { webinarId: '93201235621', topic: 'Show', hostKeys: [], lookedUp: false };
  const webinars: LiveWebinars = {
    started: async () => undefined,
    lookedUp: async () => webinar,
    find: async () => webinar,
    needsLookUp: async () => false,
    channelsFor: async () => ['C1', 'C2'],
    isWanted: async () => true,
  };
  const check = createLiveCheckHandler({
    ...{ kv, store, webinars, clock, rules: RULES, logger: createQuietLogger(), locks: createLocks(kv) },
    jobs: {
      async enqueue(name, payload, options) {
        if (name === 'live.post' && failing.next) {
          failing.next = false;
          throw new Error('away');
        }
        jobs.push({ name, payload, delayMs: options?.delayMs ?? 0 });
      },
    },
    occurrences: { resolve: () => Promise.reject(new Error('is known')) },
    async findNames(_, visitIds) {
      asked.push(...visitIds);
      return new Map([['pat', 'Pat Host']]);
    },
  });
  const run = (closing = false) => {
    const payload: JobPayload<'live.check'> = { uuid: UUID, closing };
    return check(payload, {
      ...{ jobId: 'job', attempt: 1, lastAttempt: false, deaths: 0 },
      signal: new AbortController().signal,
    });
  };
  return { clock, kv, store, jobs, asked, failing, run };
}

function sent(visitId: string, minute: number, lossPercent: number): KeptMinute {
  const atMs = minute * MINUTE_MS;
  return {
    visitId,
    atMs,
    sent: [{ medium: 'audio', atMs, lossPercent, latencyMs: 40, jitterMs: 5 }],
    listener: null,
    notice: null,
  };
}
const postsOf = (jobs: readonly { name: string }[]) => jobs.filter(({ name }) => name === 'live.post').length;

describe('a look at a running show', () => {
  it('tells each channel what changed, once, and asks for a name once', async () => {
    const { store, jobs, asked, run, kv, clock } = openShow();
    await store.add(UUID, [sent('pat', 1, 14), sent('pat', 2, 14), sent('max', 1, 9), sent('max', 2, 9)], clock.now());
    await run();
    expect(postsOf(jobs)).toBe(2);
    expect(await loadAlerts(kv, UUID)).toMatchObject([{ who: { name: '' } }, { who: { name: 'Pat Host' } }]);
    await run();
    expect(postsOf(jobs)).toBe(2);
    expect(asked.sort()).toEqual(['max', 'pat']);
    await store.add(UUID, [sent('pat', 3, 0), sent('pat', 4, 0)], clock.now());
    await run();
    expect(postsOf(jobs)).toBe(4);
    expect(asked).toHaveLength(2);
  });

  it('closes what stands when the webinar has ended', async () => {
    const { store, run, kv, clock } = openShow();
    await store.add(UUID, [sent('pat', 1, 14), sent('pat', 2, 14)], clock.now());
    await run();
    await store.end(UUID, 9 * MINUTE_MS);
    await run();
    expect(await loadAlerts(kv, UUID)).toMatchObject([{ untilMs: 9 * MINUTE_MS, closedBy: 'end' }]);
  });

  it('says nothing new of a webinar that has ended, whenever its last records come', async () => {
    const { store, run, kv, jobs, clock } = openShow();
    await store.add(UUID, [sent('pat', 1, 14)], clock.now());
    await store.end(UUID, 2 * MINUTE_MS);
    await store.add(UUID, [sent('pat', 2, 14)], clock.now());
    await run();
    expect(await loadAlerts(kv, UUID)).toBeNull();
    expect(postsOf(jobs)).toBe(0);
  });

  it('tells what it did not come to tell before', async () => {
    const { store, run, jobs, clock, failing } = openShow();
    await store.add(UUID, [sent('pat', 1, 14), sent('pat', 2, 14)], clock.now());
    failing.next = true;
    await expect(run()).rejects.toThrow('away');
    await run();
    expect(
      new Set(
        jobs
          .flatMap(({ name, payload }) => (name === 'live.post' ? JSON.stringify(payload).match(/C\d/) : []))
          .map(String),
      ),
    ).toEqual(new Set(['C1', 'C2']));
  });

  it('closes what stands when no record came for twelve hours, and looks again as long as some come', async () => {
    const { store, run, kv, jobs, clock } = openShow();
    await store.add(UUID, [sent('pat', 1, 14), sent('pat', 2, 14)], clock.now());
    await run();
    const later = () => jobs.filter(({ name }) => name === 'live.check').map(({ delayMs }) => delayMs / 3_600_000);
    expect(later()).toEqual([12]);
    clock.advance(8 * 3_600_000);
    await store.add(UUID, [sent('max', 480, 0)], clock.now());
    clock.advance(4 * 3_600_000);
    await run(true);
    expect(later()).toEqual([12, 8]);
    expect(await loadAlerts(kv, UUID)).toMatchObject([{ untilMs: null }]);
    clock.advance(8 * 3_600_000);
    await run(true);
    expect(await loadAlerts(kv, UUID)).toMatchObject([{ closedBy: 'silence' }]);
  });

  it('keeps no more than so much of those who send, however many they are', async () => {
    const store = createMinuteStore(createMemoryKv(createManualClock()), 20);
    for (let portion = 0; portion < 10; portion += 1) {
      await store.add(
        UUID,
        Array.from({ length: 10 }, (_, index) => sent(`p${portion}-${index}`, 1, 0)),
        0,
      );
    }
    expect((await store.load(UUID)).tracks).toHaveLength(20);
  });

  it('keeps no more of a show that never ends than of one of some hours', async () => {
    const { store, kv } = openShow();
    const listener = (minute: number): KeptMinute => ({
      ...{ visitId: 'l1', atMs: minute * MINUTE_MS, sent: [], listener: 'Good', notice: null },
    });
    for (let minute = 0; minute < 300; minute += 10) {
      await store.add(
        UUID,
        Array.from({ length: 10 }, (_, index) => listener(minute + index)),
        0,
      );
      await store.load(UUID);
    }
    const { audience } = await store.load(UUID);
    expect(audience.length).toBeLessThan(45);
    expect(await kv.hashLength(keys.liveState(UUID).name)).toBeLessThan(2 * 100 + 15);
  });

  it('comes to the same in whatever order the records come, however often, and in whatever portions', async () => {
    const minute = fc.record({
      visitId: fc.constantFrom('pat', 'max', 'l1', 'l2', 'l3', 'l4'),
      minute: fc.integer({ min: 0, max: 12 }),
      lossPercent: fc.constantFrom(0, 3, 6, 20),
    });
    const toKept = (one: { visitId: string; minute: number; lossPercent: number }): KeptMinute =>
      one.visitId.startsWith('l')
        ? {
            ...{ visitId: one.visitId, atMs: one.minute * MINUTE_MS, sent: [], notice: null },
            listener: one.lossPercent >= 6 ? 'Bad' : 'Good',
          }
        : sent(one.visitId, one.minute, one.lossPercent);
    const shows = fc
      .uniqueArray(minute, { selector: (one) => `${one.visitId}:${one.minute}`, minLength: 1, maxLength: 40 })
      .chain((records) =>
        fc.tuple(
          fc.constant(records),
          fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(shows, fc.integer({ min: 1, max: 7 }), async ([inOrder, mixed], portion) => {
        const one = openShow();
        const other = openShow();
        await one.store.add(UUID, inOrder.map(toKept), 0);
        for (let start = 0; start < mixed.length; start += portion) {
          await other.store.add(UUID, mixed.slice(start, start + portion).map(toKept), 0);
        }
        expect(await other.store.load(UUID)).toEqual(await one.store.load(UUID));
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
