import { beforeEach, describe, expect, it } from 'vitest';
import { createReadQuota } from '../../../../src/access/read-quota.ts';
import { AppError } from '../../../../src/errors.ts';
import type { Jobs } from '../../../../src/jobs/jobs.ts';
import { analyseWebinar } from '../../../../src/qos/analyse.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import { freshUntil } from '../../../../src/reports/freshness.ts';
import { createPendingRequests } from '../../../../src/reports/on-demand/pending-requests.ts';
import { createProgress, NOTHING_KNOWN } from '../../../../src/reports/on-demand/progress.ts';
import { type Ask, createRequestReport } from '../../../../src/reports/on-demand/request-report.ts';
import { createOccurrences } from '../../../../src/reports/reading/occurrences.ts';
import { createCheckpoints } from '../../../../src/reports/reading/pages/checkpoint.ts';
import { createVisitConverter } from '../../../../src/reports/reading/pages/to-visit.ts';
import { createReadRetries } from '../../../../src/reports/reading/read-retry.ts';
import { createReadSpeed } from '../../../../src/reports/reading/read-speed.ts';
import { METHOD_VERSION } from '../../../../src/reports/report.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import type { Kv } from '../../../../src/storage/kv.ts';
import { createLocks } from '../../../../src/storage/lock.ts';
import { WebinarId, type WebinarRef } from '../../../../src/webinar/ids.ts';
import {
  BY_ID,
  BY_UUID,
  commitAnalysis,
  createFakeSource,
  createSpiedKv,
  failOnce,
  hashIdentity,
  ID,
  NO_FAULTS,
  sleepOnFakeTimers,
  toOccurrence,
  toRequester,
  toVisits,
  UUID,
} from '../support.ts';

const TTL_SECONDS = 3600;
const READS_PER_MINUTE = 5;
const outcomeUnknown = () => new AppError({ kind: 'storage-outcome-unknown', asked: null }, 'made up');
const storageFailure = () => new AppError({ kind: 'storage-unavailable' }, 'made up');
let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

function start(kv: Kv = world.kv) {
  const { clock } = world;
  const stored: { name: string; data: unknown; id: string | undefined }[] = [];
  const asks: string[] = [];
  const queue: Pick<Jobs, 'enqueue'> = {
    async enqueue(name, data, options) {
      stored.push({ name, data, id: options?.id });
    },
  };
  const fake = createFakeSource();
  const store = createReportStore({ kv, clock, ttlSeconds: TTL_SECONDS });
  const checkpoints = createCheckpoints({ kv, clock });
  const pendingRequests = createPendingRequests({ kv, clock });
  let ids = 0;
  const newId = () => `w${++ids}`;
  const occurrences = createOccurrences({
    kv,
    locks: createLocks(kv),
    source: fake.source,
    clock,
    sleep: sleepOnFakeTimers,
    newId,
    hashIdentity,
  });
  const progress = createProgress({
    ...{ store, occurrences, checkpoints, readRetries: createReadRetries({ kv, clock }), readSpeed: createReadSpeed() },
    rowsPerPage: 10,
    thresholds: DEFAULT_THRESHOLDS,
  });
  const requestReport = createRequestReport({
    store,
    occurrences,
    progress: (...given) => parts.progress(...given),
    pendingRequests,
    readQuota: createReadQuota({ kv, clock, perMinute: READS_PER_MINUTE, perDay: 60 }),
    // The only method that is used.
    jobs: queue as Jobs,
    clock,
    sleep: async (ms) => clock.advance(ms),
    newId,
    onAsk: (from) => asks.push(from),
  });
  const ask = (given: Partial<Ask> = {}) =>
    requestReport({ ref: BY_ID, fresh: false, requester: toRequester('1'), reference: 'AB12CD', ...given });
  const parts = { ask, stored, asks, store, checkpoints, pendingRequests, occurrences, fake, queue, progress };
  return parts;
}

const toVisit = createVisitConverter(hashIdentity, () => true);

async function commitReport({ store, occurrences }: ReturnType<typeof start>, endedAt: string | null = null) {
  const occurrence = toOccurrence({ endedAt: endedAt ?? '2026-01-15T11:50:00Z' });
  const analysis = analyseWebinar(toVisits(1, 5).map(toVisit), DEFAULT_THRESHOLDS);
  const { severity, loss, latency } = analysis.orders;
  const now = world.clock.now();
  const { hostKey: _, state: __, ...known } = occurrence;
  const head = {
    ...known,
    method: METHOD_VERSION,
    readId: 'r1',
    state: 'final' as const,
    freshUntil: freshUntil('final', occurrence.endedAt, now, TTL_SECONDS),
    readAt: new Date(now).toISOString(),
    unchangedSince: new Date(now).toISOString(),
    thinnerRead: null,
    rowsRead: 5,
    ...NO_FAULTS,
    ownLimits: false,
    participantsList: null,
    summary: analysis.summary,
    worst: [],
    decidingPresenter: null,
    listLengths: { severity: severity.length, loss: loss.length, latency: latency.length },
  };
  await commitAnalysis(store, head, analysis);
  await occurrences.remember(occurrence);
  return head;
}

const toRef = (index: number): WebinarRef => ({
  kind: 'id',
  id: WebinarId.parse(String(93_200_000_000 + index)),
});

describe('asking for a report', () => {
  it('starts as many reads in a minute as one person may; what is kept stays free, and others ask as before', async () => {
    const parts = start();
    const outcomes = await Promise.allSettled(
      Array.from({ length: READS_PER_MINUTE + 5 }, (_, index) => parts.ask({ ref: toRef(index) })),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.failure] : []));
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ kind: 'too-many-asks', asks: READS_PER_MINUTE });
    expect(Date.parse(refused[0].retryAt)).toBeGreaterThan(world.clock.now());
    expect(parts.stored).toHaveLength(READS_PER_MINUTE);
    await expect(parts.ask({ ref: toRef(READS_PER_MINUTE + 4) })).rejects.toMatchObject({
      failure: { kind: 'too-many-asks' },
    });
    // Nothing is left of those that were refused.
    const saved = Array.from({ length: READS_PER_MINUTE + 6 }, (_, index) =>
      parts.pendingRequests.load(`w${index + 1}`),
    );
    expect((await Promise.all(saved)).filter((request) => request !== null)).toHaveLength(READS_PER_MINUTE);
    for (let again = 0; again < 10; again += 1) await parts.ask({ ref: toRef(0) });
    await parts.ask({ requester: toRequester('2') });
    await commitReport(parts);
    expect(await parts.ask()).toMatchObject({ kind: 'report' });
    world.clock.advance(61_000);
    expect(await parts.ask({ fresh: true })).toMatchObject({ kind: 'reading' });
  });

  it('answers from the cache without a job and without asking Zoom', async () => {
    const parts = start();
    const head = await commitReport(parts);
    expect(await parts.ask()).toEqual({ kind: 'report', head, justRead: false });
    expect(await parts.ask({ ref: BY_UUID })).toEqual({ kind: 'report', head, justRead: false });
    expect(parts.stored).toEqual([]);
    expect(parts.asks).toEqual(['cache', 'cache']);
    expect(parts.fake.lookUps).toEqual([]);
  });

  it('keeps the request and starts a job when nothing is there', async () => {
    const parts = start();
    expect(await parts.ask()).toEqual({
      kind: 'reading',
      requestId: 'w1',
      progress: { ...NOTHING_KNOWN, webinar: ID },
    });
    expect(parts.stored).toEqual([{ name: 'report.read', data: { ref: BY_ID, requestId: 'w1' }, id: 'read-w1' }]);
    expect(await parts.pendingRequests.load('w1')).toEqual({
      id: 'w1',
      reference: 'AB12CD',
      requester: toRequester('1'),
      notBefore: 0,
    });
    expect(parts.asks).toEqual(['zoom']);
    expect(parts.fake.lookUps).toEqual([]);
  });

  it('starts a job for each who asks, each to be answered by itself', async () => {
    const parts = start();
    await Promise.all([parts.ask(), parts.ask()]);
    expect(parts.stored.map(({ id }) => id).toSorted()).toEqual(['read-w1', 'read-w2']);
  });

  it('names a UUID as it was asked for, and how far the read is that is under way', async () => {
    const parts = start();
    await parts.checkpoints.addPage(UUID, parts.checkpoints.start('r1'), {
      visits: toVisits(1, 10).map(toVisit),
      faults: NO_FAULTS,
      nextPageToken: 't2',
    });
    expect(await parts.ask({ ref: BY_UUID })).toMatchObject({ progress: { webinar: UUID, rowsRead: 10 } });
  });

  it('reads again when the report is no longer fresh', async () => {
    const parts = start();
    await commitReport(parts);
    world.clock.advance(120_000);
    expect(await parts.ask()).toMatchObject({ kind: 'reading' });
    expect(await parts.pendingRequests.load('w1')).toMatchObject({ notBefore: 0 });
  });
});

describe('asking for a fresh report', () => {
  it('is answered from the cache within a minute of the last read, and says so', async () => {
    const parts = start();
    const head = await commitReport(parts);
    world.clock.advance(59_999);
    expect(await parts.ask({ fresh: true })).toEqual({ kind: 'report', head, justRead: true });
    expect(parts.stored).toEqual([]);
  });

  it('reads anew after that, although the report would still do for others', async () => {
    const parts = start();
    await commitReport(parts, '2026-01-15T09:00:00Z');
    world.clock.advance(60_000);
    expect(await parts.ask({ fresh: true })).toMatchObject({ kind: 'reading' });
    expect(await parts.pendingRequests.load('w1')).toMatchObject({ notBefore: world.clock.now() });
    expect(await parts.ask()).toMatchObject({ kind: 'report' });
  });

  it('reads when there is nothing at all', async () => {
    const parts = start();
    expect(await parts.ask({ fresh: true })).toMatchObject({ kind: 'reading' });
  });
});

describe('asking while the store is away', () => {
  it.each(['get', 'set'] as const)('says so, and stores no job that nobody waits for: %s fails', async (method) => {
    const parts = start(failOnce(world.kv, method, storageFailure()));
    await expect(parts.ask()).rejects.toMatchObject({ failure: { kind: 'storage-unavailable' } });
    expect(parts.stored).toEqual([]);
  });

  it('says so when the job cannot be stored', async () => {
    const parts = start();
    parts.queue.enqueue = () => Promise.reject(storageFailure());
    await expect(parts.ask()).rejects.toMatchObject({ failure: { kind: 'storage-unavailable' } });
  });

  it('says that nothing was started when only the request may have been stored: nobody reads for it', async () => {
    const parts = start(failOnce(world.kv, 'set', outcomeUnknown()));
    await expect(parts.ask()).rejects.toMatchObject({ failure: { kind: 'storage-unavailable' } });
    expect(parts.stored).toEqual([]);
  });

  it('does not deny a report that may come, as the job may have been stored', async () => {
    const parts = start();
    parts.queue.enqueue = () => Promise.reject(outcomeUnknown());
    await expect(parts.ask()).rejects.toMatchObject({
      failure: { kind: 'storage-outcome-unknown', asked: 'report' },
    });
  });

  it('waits for 800 ms for what Zoom says of the webinar, and only after the ask is stored', async () => {
    const parts = start();
    const looked: number[] = [];
    const askedAt = world.clock.now();
    parts.progress = async () => {
      expect(parts.stored).toHaveLength(1);
      looked.push(world.clock.now() - askedAt);
      return { ...NOTHING_KNOWN, webinar: ID };
    };
    await parts.ask();
    expect(looked).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800]);
  });

  it('says how much there is to read as soon as that is known', async () => {
    const parts = start();
    let looks = 0;
    parts.progress = async () => ({ ...NOTHING_KNOWN, webinar: ID, rowsExpected: ++looks === 3 ? 430 : null });
    expect(await parts.ask()).toMatchObject({ progress: { rowsExpected: 430 } });
    expect(looks).toBe(3);
  });

  it('does not deny a report that will come, only because the progress cannot be seen', async () => {
    const parts = start();
    parts.progress = () => Promise.reject(storageFailure());
    expect(await parts.ask({ ref: BY_UUID })).toMatchObject({ kind: 'reading', progress: { webinar: UUID } });
    expect(parts.stored).toHaveLength(1);
  });

  it('does not wait for a store that does not answer', async () => {
    const parts = start();
    parts.progress = () => new Promise(() => undefined);
    expect(await parts.ask()).toMatchObject({ kind: 'reading', progress: { rowsExpected: null } });
  });
});
