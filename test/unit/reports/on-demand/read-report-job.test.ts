import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import { CATALOG } from '../../../../src/jobs/catalog.ts';
import { JobDelayed, JobInterrupted } from '../../../../src/jobs/job-queue.ts';
import { createJobs } from '../../../../src/jobs/jobs.ts';
import { createMemoryQueue } from '../../../../src/jobs/memory-queue.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import { createCopies } from '../../../../src/reports/delivery/copies.ts';
import { createRequestAnswers } from '../../../../src/reports/on-demand/answer-requests.ts';
import { createDeliverAnswerHandler } from '../../../../src/reports/on-demand/deliver-answer-job.ts';
import { createPendingRequests } from '../../../../src/reports/on-demand/pending-requests.ts';
import { NOTHING_KNOWN } from '../../../../src/reports/on-demand/progress.ts';
import { createReadReportHandler } from '../../../../src/reports/on-demand/read-report-job.ts';
import { createRequestReport } from '../../../../src/reports/on-demand/request-report.ts';
import { createJobDeaths } from '../../../../src/reports/reading/job-deaths.ts';
import { createKeptLists } from '../../../../src/reports/reading/list/kept-list.ts';
import { createReportMaker } from '../../../../src/reports/reading/make-report.ts';
import { createOccurrences } from '../../../../src/reports/reading/occurrences.ts';
import { createCheckpoints } from '../../../../src/reports/reading/pages/checkpoint.ts';
import { createVisitConverter } from '../../../../src/reports/reading/pages/to-visit.ts';
import { createReadGate, MOST_READS } from '../../../../src/reports/reading/read-gate.ts';
import { createReadRetries } from '../../../../src/reports/reading/read-retry.ts';
import { createReadSpeed } from '../../../../src/reports/reading/read-speed.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import { triesOf } from '../../../../src/runtime/backoff.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createLocks } from '../../../../src/storage/lock.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import type { WebinarRef } from '../../../../src/webinar/ids.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import {
  BY_ID,
  BY_UUID,
  createFakeMessenger,
  createFakeSource,
  hashIdentity,
  ID,
  inPages,
  pass,
  sleepOnFakeTimers,
  toFetched,
  toListPage,
  toPage,
  toRequester,
  toVisits,
  UUID,
  untilAborted,
} from '../support.ts';

const MINUTE_MS = 60_000;
const OUT: Failure = { kind: 'zoom-unavailable', last: '503', tries: 5, at: '2026-01-15T12:00:00.000Z', retryAt: null };
/** No network answers at once. */
async function failOut(signal: AbortSignal | undefined): Promise<never> {
  await sleepOnFakeTimers(300, signal);
  throw new AppError(OUT, 'made up');
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Everything behind an ask but Zoom and Slack. A second world on the same store is a second process. */
function createWorld(
  fake: ReturnType<typeof createFakeSource>,
  { clock = createManualClock(), kv = createMemoryKv(clock) } = {},
) {
  const logger = createQuietLogger();
  const queue = createMemoryQueue({ clock, random: () => 0.5, logger, concurrency: 50 });
  const jobs = createJobs({ queue, clock, logger });
  const { messenger, sent } = createFakeMessenger();
  const { source } = fake;
  let ids = 0;
  const newId = () => `id${++ids}`;
  const store = createReportStore({ kv, clock, ttlSeconds: 24 * 3600 });
  const pendingRequests = createPendingRequests({ kv, clock });
  const checkpoints = createCheckpoints({ kv, clock });
  const locks = createLocks(kv);
  const occurrences = createOccurrences({ kv, locks, source, clock, sleep: sleepOnFakeTimers, newId, hashIdentity });
  const build = createReadReportHandler({
    occurrences,
    store,
    pendingRequests,
    locks,
    answers: createRequestAnswers({ jobs, pendingRequests, kv }),
    readRetries: createReadRetries({ kv, clock }),
    jobDeaths: createJobDeaths({ kv, clock, logger, newReference: () => 'NEWREF' }),
    makeReport: createReportMaker({
      readSpeed: createReadSpeed(),
      lists: createKeptLists({ kv }),
      onList: () => undefined,
      onRows: () => undefined,
      pushed: { open: async () => null, keep: async () => undefined, drop: async () => undefined },
      gate: createReadGate(clock, MOST_READS),
      ...{ source, checkpoints, store, clock, logger, newId },
      toVisit: createVisitConverter(hashIdentity, () => true),
      thresholds: DEFAULT_THRESHOLDS,
      ttlSeconds: 24 * 3600,
      onRead: () => undefined,
    }),
    clock,
    logger,
  });
  jobs.handle('report.read', build);
  jobs.handle(
    'answer.deliver',
    createDeliverAnswerHandler({ store, pendingRequests, messenger, copies: createCopies(kv), clock, logger }),
  );
  const requestReport = createRequestReport({
    store,
    occurrences,
    // Known at once: nothing here is about what the acknowledgement says.
    progress: async () => ({ ...NOTHING_KNOWN, webinar: ID, rowsExpected: 1 }),
    pendingRequests,
    jobs,
    clock,
    sleep: sleepOnFakeTimers,
    newId,
    readQuota: { begin: async () => undefined },
    onAsk: () => undefined,
  });

  const ask = (name: string, { ref = BY_ID, fresh = false }: { ref?: WebinarRef; fresh?: boolean } = {}) =>
    requestReport({ ref, fresh, reference: name, requester: toRequester(name, { issuedAt: clock.now() }) });
  /** Everything that was sent, as `name: what`. */
  const told = () =>
    sent.flatMap(({ to, content }) => {
      const name = to.replace('https://slack.example/', '');
      if (content.kind === 'failure') return [`${name}: ${content.failure.kind}`];
      if (content.kind === 'early-word') return [`${name}: ${content.labels.poorSound} of ${content.labels.labelled}`];
      return content.kind === 'report' ? [`${name}: report of ${content.head.rowsRead}`] : [];
    });
  const context = (jobId = 'job1', given: { lastAttempt?: boolean; deaths?: number; signal?: AbortSignal } = {}) => ({
    jobId,
    attempt: 1,
    lastAttempt: false,
    deaths: 0,
    signal: new AbortController().signal,
    ...given,
  });
  const wait = (id: string, notBefore = 0) =>
    pendingRequests.save({ id, reference: id, notBefore, requester: toRequester(id, { issuedAt: clock.now() }) });
  return {
    ...{ clock, kv, queue, logger, store, pendingRequests, checkpoints, locks, sent, build, ask, told, context, wait },
    passTime: (ms: number, stepMs?: number) => pass(clock, ms, stepMs),
  };
}

const names = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `p${from + index}`);

describe('many who ask at once', () => {
  it('are all answered from one look-up and one read', async () => {
    const pages = inPages(toVisits(1, 30));
    // Slow enough that everybody has asked before the first page is there.
    const fake = createFakeSource({
      page: async (token, signal) => {
        await sleepOnFakeTimers(400, signal);
        return pages(token, signal);
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await Promise.all(names(1, 20).map((name) => world.ask(name)));
    await world.passTime(MINUTE_MS);
    expect(fake.lookUps).toHaveLength(1);
    expect(fake.tokens).toEqual([null, 't2', 't3']);
    expect(world.told().sort()).toEqual(
      names(1, 20)
        .map((name) => `${name}: report of 30`)
        .sort(),
    );
    expect(await world.pendingRequests.requestsFor(UUID)).toEqual([]);
    await world.queue.stop(0);
  });

  it('may mean the same occurrence in two ways', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.queue.start();
    await Promise.all([world.ask('p1', { ref: BY_ID }), world.ask('p2', { ref: BY_UUID })]);
    await world.passTime(MINUTE_MS);
    expect(fake.tokens).toEqual([null]);
    expect(world.told().sort()).toEqual(['p1: report of 3', 'p2: report of 3']);
    await world.queue.stop(0);
  });

  it('may all want it fresh, and one read does for them', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p0');
    await world.passTime(2 * MINUTE_MS);
    await Promise.all(names(1, 20).map((name) => world.ask(name, { fresh: true })));
    await world.passTime(MINUTE_MS);
    expect(fake.tokens).toEqual([null, null]);
    expect(world.told()).toHaveLength(21);
    await world.queue.stop(0);
  });

  it('may come while the read is under way', async () => {
    const pages = inPages(toVisits(1, 100));
    const fake = createFakeSource({
      occurrence: () => toFetched({ participantCount: 100 }),
      page: async (token, signal) => {
        await sleepOnFakeTimers(3_000, signal);
        return pages(token, signal);
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(10_000);
    expect(await world.checkpoints.load(UUID)).toMatchObject({ rowsRead: 30 });
    await world.ask('p2');
    await world.passTime(MINUTE_MS);
    expect(fake.tokens).toHaveLength(10);
    expect(world.told().sort()).toEqual(['p1: report of 100', 'p2: report of 100']);
    await world.queue.stop(0);
  });
});

describe('a read that takes long', () => {
  const labelled = { zoomQuality: { audio: 'bad', video: null, share: null } } as const;

  /** A page takes a second; the list is there when the second page is. */
  function createLongRead(page: (token: string | null) => Promise<void> = async () => undefined) {
    const pages = inPages(toVisits(1, 400));
    const fake = createFakeSource({
      occurrence: () => toFetched({ participantCount: 400 }),
      async page(token, signal) {
        await sleepOnFakeTimers(1_000, signal);
        await page(token);
        return pages(token, signal);
      },
      async list(_token, signal) {
        await sleepOnFakeTimers(2_500, signal);
        return toListPage([labelled, {}]);
      },
    });
    return { fake, world: createWorld(fake) };
  }

  it('is begun with what Zoom itself says, once for each who waits', async () => {
    const { fake, world } = createLongRead();
    await world.queue.start();
    await Promise.all(names(1, 2).map((name) => world.ask(name)));
    await world.passTime(10_000);
    expect(world.told().sort()).toEqual(['p1: 1 of 1', 'p2: 1 of 1']);
    await world.passTime(MINUTE_MS);
    expect(world.told().slice(2).sort()).toEqual(['p1: report of 400', 'p2: report of 400']);
    expect(fake.listTokens).toEqual([null]);
    await world.queue.stop(0);
  });

  it('tells of a pause after that, as it takes longer than was said, and not the same once more', async () => {
    let fails = true;
    const { world } = createLongRead(async (token) => {
      if (!fails || token !== 't8') return;
      fails = false;
      const retryAt = new Date(world.clock.now() + MINUTE_MS);
      const limit = { kind: 'zoom-limited', limit: 'second', peopleRead: 0, peopleExpected: null } as const;
      throw new AppError({ ...limit, retryAt: retryAt.toISOString() }, 'made up', { retryAt });
    });
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(3 * MINUTE_MS);
    expect(world.told()).toEqual(['p1: 1 of 1', 'p1: zoom-limited', 'p1: report of 400']);
    await world.queue.stop(0);
  });
});

describe('a job that asks for a report', () => {
  it('does nothing for somebody who has been answered', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.build({ ref: BY_ID, requestId: 'nobody' }, world.context());
    expect(fake.lookUps).toEqual([]);
  });

  it('answers from a report that somebody else has made in the meantime', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.queue.start();
    for (const name of ['p1', 'p2']) {
      await world.wait(name);
      await world.build({ ref: BY_ID, requestId: name }, world.context(name));
    }
    await world.passTime(1_500);
    expect(fake.tokens).toEqual([null]);
    expect(world.told()).toEqual(['p1: report of 3', 'p2: report of 3']);
    await world.queue.stop(0);
  });

  it('reads anew what may have grown since, though nobody asked for a fresh one', async () => {
    const fake = createFakeSource({ occurrence: () => toFetched({ endedAt: '2026-01-15T11:55:00.000Z' }) });
    const world = createWorld(fake);
    for (const name of ['p1', 'p2', 'p3']) {
      await world.wait(name);
      await world.build({ ref: BY_ID, requestId: name }, world.context(name));
      world.clock.advance(MINUTE_MS);
    }
    expect(fake.tokens).toEqual([null, null]);
  });

  it('reads anew for somebody who wants it fresher than that', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.wait('p1');
    await world.build({ ref: BY_ID, requestId: 'p1' }, world.context());
    world.clock.advance(1_000);
    await world.wait('p2', world.clock.now());
    await world.build({ ref: BY_ID, requestId: 'p2' }, world.context());
    expect(fake.tokens).toEqual([null, null]);
  });

  it('keeps the fuller report when Zoom gives fewer people, and does not read again for that', async () => {
    let people = 3;
    const fake = createFakeSource({ page: () => toPage(toVisits(1, people), null) });
    const world = createWorld(fake);
    await world.queue.start();
    for (people of [3, 2]) {
      world.clock.advance(2 * MINUTE_MS);
      await world.ask(`p${people}`, { fresh: true });
      await world.passTime(2_000);
    }
    expect(world.told()).toEqual(['p3: report of 3', 'p2: report of 3']);
    const head = { rowsRead: 3, thinnerRead: { rowsRead: 2 } };
    expect(await world.ask('p4', { fresh: true })).toMatchObject({ kind: 'report', justRead: true, head });
    await world.wait('p5', world.clock.now() - 2_500);
    await world.build({ ref: BY_ID, requestId: 'p5' }, world.context());
    expect(fake.tokens).toEqual([null, null]);
    await world.queue.stop(0);
  });

  it('goes behind one that reads already, looks again after half a minute, and is answered by it', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    const lock = await world.locks.acquire(keys.readLock(UUID), 'another job');
    await world.wait('p1');
    const again = world.build({ ref: BY_ID, requestId: 'p1' }, world.context());
    await expect(again).rejects.toThrow(new JobDelayed(new Date(world.clock.now() + 30_000)));
    expect(await world.pendingRequests.isPending(UUID, 'p1')).toBe(true);
    expect(fake.tokens).toEqual([]);

    await lock?.release();
    await world.queue.start();
    await world.build({ ref: BY_ID, requestId: 'p1' }, world.context());
    await world.passTime(1_500);
    expect(world.told()).toEqual(['p1: report of 3']);
    await world.queue.stop(0);
  });

  it('is done when it finds somebody reading, and its own request answered in the meantime', async () => {
    const fake = createFakeSource({
      occurrence: async () => {
        await world.pendingRequests.finish('p1');
        return toFetched();
      },
    });
    const world = createWorld(fake);
    const lock = await world.locks.acquire(keys.readLock(UUID), 'another job');
    await world.wait('p1');
    await world.build({ ref: BY_ID, requestId: 'p1' }, world.context());
    expect(fake.lookUps).toHaveLength(1);
    expect(fake.tokens).toEqual([]);
    expect(await world.kv.get(keys.readLock(UUID).name)).toBe('another job');
    await lock?.release();
  });

  it('steps in for one that died with the lock', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.kv.set(keys.readLock(UUID).name, 'a dead process', 60);
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(2 * MINUTE_MS);
    expect(world.told()).toEqual(['p1: report of 3']);
    await world.queue.stop(0);
  });

  it('stops reading when another has taken the lock', async () => {
    const fake = createFakeSource({ page: (_token, signal) => untilAborted(signal) });
    const world = createWorld(fake);
    await world.wait('p1');
    const stopped = expect(world.build({ ref: BY_ID, requestId: 'p1' }, world.context())).rejects.toThrow(
      JobInterrupted,
    );
    await world.passTime(1_500);
    await world.kv.set(keys.readLock(UUID).name, 'another job', 60);
    await world.passTime(15_000);
    await stopped;
    expect(await world.pendingRequests.isPending(UUID, 'p1')).toBe(true);
    expect(await world.kv.get(keys.readLock(UUID).name)).toBe('another job');
  });
});

describe('a Zoom that is out', () => {
  it('is asked again at the announced times, however many wait, and each is told once', async () => {
    let isOut = true;
    const times: number[] = [];
    const fake = createFakeSource({
      page: (_token, signal) => {
        times.push((world.clock.now() - noon) / MINUTE_MS);
        return isOut ? failOut(signal) : toPage(toVisits(1, 3), null);
      },
    });
    const world = createWorld(fake);
    const noon = world.clock.now();
    await world.queue.start();
    await Promise.all(names(1, 20).map((name) => world.ask(name)));
    await world.passTime(19 * MINUTE_MS, 1_000);
    expect(times.map(Math.round)).toEqual([0, 2, 5, 10]);
    expect(world.told().sort()).toEqual(
      names(1, 20)
        .map((name) => `${name}: zoom-unavailable`)
        .sort(),
    );
    expect(world.sent[0]?.content).toMatchObject({
      failure: { retryAt: expect.stringMatching(/^2026-01-15T12:02:0/) },
    });
    isOut = false;
    await world.passTime(2 * MINUTE_MS, 1_000);
    expect(world.told().slice(20).sort()).toEqual(
      names(1, 20)
        .map((name) => `${name}: report of 3`)
        .sort(),
    );
    expect(times).toHaveLength(5);
    await world.queue.stop(0);
  });

  it('is asked at once by somebody new, and if it is back everybody has the report', async () => {
    let isOut = true;
    const fake = createFakeSource({
      page: (_token, signal) => (isOut ? failOut(signal) : toPage(toVisits(1, 3), null)),
    });
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(MINUTE_MS);
    isOut = false;
    await world.ask('p2');
    await world.passTime(10_000);
    expect(world.told().sort()).toEqual(['p1: report of 3', 'p1: zoom-unavailable', 'p2: report of 3']);
    await world.passTime(10 * MINUTE_MS, 1_000);
    expect(world.told()).toHaveLength(3);
    expect(fake.tokens).toHaveLength(2);
    await world.queue.stop(0);
  });

  it('for an hour is given up, and everybody is told', async () => {
    const fake = createFakeSource({
      page: (_token, signal) => failOut(signal),
    });
    const world = createWorld(fake);
    await world.queue.start();
    await Promise.all(names(1, 3).map((name) => world.ask(name)));
    await world.passTime(62 * MINUTE_MS, 1_000);
    expect(fake.tokens).toHaveLength(7);
    expect(world.told().filter((line) => line.startsWith('p2') || line.startsWith('DM Up2'))).toEqual([
      'p2: zoom-unavailable',
      'DM Up2: zoom-unavailable',
    ]);
    expect(world.told()).toHaveLength(6);
    expect(world.sent.at(-1)?.content).toMatchObject({ failure: { retryAt: null } });
    expect(await world.pendingRequests.requestsFor(UUID)).toEqual([]);
    await world.queue.stop(0);
  });

  it('already at the look-up is asked again once for all', async () => {
    let isOut = true;
    const fake = createFakeSource({
      occurrence: async (_ref, signal) => {
        if (isOut) await failOut(signal);
        return toFetched();
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await Promise.all(names(1, 20).map((name) => world.ask(name)));
    await world.passTime(MINUTE_MS);
    expect(fake.lookUps).toHaveLength(1);
    expect(world.told()).toHaveLength(20);
    isOut = false;
    await world.passTime(2 * MINUTE_MS);
    expect(fake.lookUps).toHaveLength(2);
    expect(fake.tokens).toEqual([null]);
    expect(world.told().filter((line) => line.endsWith('report of 3'))).toHaveLength(20);
    await world.queue.stop(0);
  });
});

it('has all its tries before it when the look-up fails again, after one that worked', async () => {
  let isOut = true;
  const fake = createFakeSource({
    occurrence: () => {
      if (isOut) throw new AppError(OUT, 'made up');
      return toFetched();
    },
  });
  const world = createWorld(fake);
  const run = async (requestId: string) => {
    await world.wait(requestId);
    await world.build({ ref: BY_ID, requestId }, world.context(requestId));
  };
  const inTwoMinutes = () => new JobDelayed(new Date(world.clock.now() + 2 * MINUTE_MS));
  await expect(run('p1')).rejects.toThrow(inTwoMinutes());
  world.clock.advance(2 * MINUTE_MS);
  isOut = false;
  await run('p1');
  world.clock.advance(20 * MINUTE_MS);
  isOut = true;
  await expect(run('p2')).rejects.toThrow(inTwoMinutes());
  expect(fake.lookUps).toHaveLength(3);
});

describe('a Zoom that has no answer yet', () => {
  it('is asked again, and does not stop at what it said first', async () => {
    let published = false;
    const fake = createFakeSource({
      occurrence: () => toFetched({ endedAt: '2026-01-15T11:59:00.000Z' }),
      page: () => toPage(published ? toVisits(1, 3) : [], null),
    });
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(MINUTE_MS);
    expect(world.sent[0]?.content).toMatchObject({
      failure: { kind: 'too-early', nextReadAt: expect.stringMatching(/^2026-01-15T12:02:0/) },
    });
    published = true;
    await world.passTime(2 * MINUTE_MS);
    expect(world.told()).toEqual(['p1: too-early', 'p1: report of 3']);
    await world.queue.stop(0);
  });

  it('because its limit is reached goes on from where it was', async () => {
    const retryAt = new Date('2026-01-15T12:10:00.000Z');
    const limit: Failure = {
      kind: 'zoom-limited',
      limit: 'day',
      retryAt: retryAt.toISOString(),
      peopleRead: 0,
      peopleExpected: null,
    };
    const pages = inPages(toVisits(1, 30));
    const fake = createFakeSource({
      page: async (token, signal) => {
        await sleepOnFakeTimers(300, signal);
        if (token === 't2' && world.clock.now() < retryAt.getTime()) throw new AppError(limit, 'made up', { retryAt });
        return pages(token, signal);
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await Promise.all(names(1, 3).map((name) => world.ask(name)));
    await world.passTime(9 * MINUTE_MS, 1_000);
    expect(world.sent.filter(({ content }) => content.kind === 'failure')).toHaveLength(3);
    expect(world.sent[0]?.content).toMatchObject({ failure: { peopleRead: 10, peopleExpected: 30 } });
    expect(fake.tokens).toEqual([null, 't2']);
    await world.passTime(2 * MINUTE_MS, 1_000);
    expect(fake.tokens).toEqual([null, 't2', 't2', 't3']);
    expect(world.told().filter((line) => line.endsWith('report of 30'))).toHaveLength(3);
    await world.queue.stop(0);
  });
});

describe('a failure for good', () => {
  it('of the look-up is told to the one who asked, and nothing is read', async () => {
    const failure: Failure = { kind: 'not-found', webinar: ID };
    const fake = createFakeSource({
      occurrence: () => {
        throw new AppError(failure, 'made up');
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(5_000);
    expect(world.sent.map(({ content }) => content)).toEqual([{ kind: 'failure', failure, reference: 'p1' }]);
    expect(fake.tokens).toEqual([]);
    expect(world.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ ref: 'p1', failure: 'not-found' }) }),
    );
    await world.queue.stop(0);
  });

  it('of the read is told to everybody', async () => {
    const fake = createFakeSource({
      page: () => {
        throw new AppError({ kind: 'qss-missing' }, 'made up');
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    for (const name of ['p2', 'p3']) {
      await world.wait(name);
      await world.pendingRequests.join(UUID, { id: name, reference: name, notBefore: 0, requester: toRequester(name) });
    }
    await world.ask('p1');
    await world.passTime(5_000);
    expect(world.told().sort()).toEqual(['p1: qss-missing', 'p2: qss-missing', 'p3: qss-missing']);
    expect(fake.tokens).toEqual([null]);
    await world.queue.stop(0);
  });
});

describe('a definite refusal', () => {
  const refused: Failure = {
    ...{ kind: 'zoom-refused', said: 'Cannot access webinar info.', status: 400, code: 3000, check: 'meeting' },
  };
  const isRefused = expect.objectContaining({ failure: refused });

  it.each(['look-up', 'read'] as const)(
    'of the %s is told at once to whoever asks within the hour, without a call',
    async (where) => {
      const pages = inPages(toVisits(1, 12));
      let refuses = true;
      const refuse = () => {
        if (refuses) throw new AppError(refused, 'made up');
      };
      const fake = createFakeSource({
        occurrence: () => {
          if (where === 'look-up') refuse();
          return toFetched();
        },
        page: (token, signal) => {
          if (where === 'read') refuse();
          return pages(token, signal);
        },
      });
      const world = createWorld(fake);
      const calls = () => fake.lookUps.length + fake.tokens.length;
      await world.queue.start();
      await world.ask('p1');
      await world.passTime(5_000);
      expect(world.told()).toEqual(['p1: zoom-refused']);
      const first = calls();
      await world.passTime(55 * MINUTE_MS, MINUTE_MS);
      await expect(world.ask('p2')).rejects.toEqual(isRefused);
      expect(calls()).toBe(first);

      await world.ask('p3', { fresh: true });
      await world.passTime(5_000);
      expect(calls()).toBe(2 * first);
      expect(world.told()).toEqual(['p1: zoom-refused', 'p3: zoom-refused']);

      // Put right meanwhile: the next one who insists has the report, and then everybody.
      refuses = false;
      await world.ask('p4', { fresh: true });
      await world.passTime(5_000);
      expect(await world.ask('p5')).toMatchObject({ kind: 'report' });
      await world.queue.stop(0);
    },
  );

  it('is forgotten after an hour', async () => {
    const fake = createFakeSource({
      occurrence: () => {
        throw new AppError(refused, 'made up');
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(61 * MINUTE_MS, MINUTE_MS);
    expect(await world.ask('p2')).toMatchObject({ kind: 'reading' });
    await world.passTime(5_000);
    expect(fake.lookUps).toHaveLength(2);
    await world.queue.stop(0);
  });

  it('is told without a call to whoever had asked before it was known', async () => {
    const fake = createFakeSource({
      page: () => {
        throw new AppError(refused, 'made up');
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p1');
    await world.wait('p2');
    await world.passTime(5_000);
    await world.build({ ref: BY_ID, requestId: 'p2' }, world.context());
    await world.passTime(5_000);
    expect(world.told()).toEqual(['p1: zoom-refused', 'p2: zoom-refused']);
    expect(fake.tokens).toEqual([null]);
    await world.queue.stop(0);
  });
});

describe('an error that nobody expected', () => {
  const broken = () =>
    createFakeSource({
      page: () => {
        throw new RangeError('made up');
      },
    });

  it('is tried again by the queue, and at last everybody is told', async () => {
    const fake = broken();
    const world = createWorld(fake);
    await world.queue.start();
    await world.ask('p1');
    await world.passTime(5 * MINUTE_MS, 1_000);
    expect(fake.tokens).toHaveLength(triesOf(CATALOG['report.read'].retry));
    expect(world.told()).toEqual(['p1: internal']);
    await world.queue.stop(0);
  });

  it('is thrown while there are tries left, and the lock is given back', async () => {
    const world = createWorld(broken());
    await world.wait('p1');
    await expect(world.build({ ref: BY_ID, requestId: 'p1' }, world.context())).rejects.toThrow('made up');
    expect(await world.kv.get(keys.readLock(UUID).name)).toBeNull();
    expect(await world.pendingRequests.isPending(UUID, 'p1')).toBe(true);
  });

  it('of the store is named as such in the end', async () => {
    const fake = createFakeSource({
      page: () => {
        throw new AppError({ kind: 'storage-unavailable' }, 'made up');
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    await world.wait('p1');
    const run = (lastAttempt: boolean) =>
      world.build({ ref: BY_ID, requestId: 'p1' }, world.context('job1', { lastAttempt }));
    await expect(run(false)).rejects.toMatchObject({ failure: { kind: 'storage-unavailable' } });
    await run(true);
    await world.passTime(2_000);
    expect(world.told()).toEqual(['p1: storage-unavailable']);
    await world.queue.stop(0);
  });
});

describe('a job that was under way at the deaths of its processes', () => {
  const BROKEN_OFF = { kind: 'broken-off', webinar: ID, topic: null };
  const AGAIN = new Date(Date.UTC(2026, 0, 15, 12, 30));
  const failuresTold = (world: ReturnType<typeof createWorld>) =>
    world.sent.map(({ to, content }) => [to.replace('https://slack.example/', ''), content]);

  it('is simply run again after five', async () => {
    const world = createWorld(createFakeSource());
    await world.queue.start();
    await world.wait('p1');
    await world.build({ ref: BY_ID, requestId: 'p1' }, world.context('job1', { deaths: 5 }));
    await world.passTime(1_500);
    expect(world.told()).toEqual(['p1: report of 3']);
    await world.queue.stop(0);
  });

  it('waits half an hour after six, tells all who wait, and then runs though it has been six still', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.queue.start();
    for (const name of ['p1', 'p2']) await world.wait(name);
    await world.pendingRequests.join(UUID, { id: 'p2', reference: 'p2', notBefore: 0, requester: toRequester('p2') });
    const six = world.context('job1', { deaths: 6 });
    // By UUID: the run is known without a look-up.
    await expect(world.build({ ref: BY_UUID, requestId: 'p1' }, six)).rejects.toEqual(new JobDelayed(AGAIN));
    await world.passTime(2_000);
    const failure = { ...BROKEN_OFF, webinar: UUID, retryAt: AGAIN.toISOString() };
    expect(failuresTold(world).sort()).toEqual([
      ['p1', { kind: 'failure', failure, reference: 'p1' }],
      ['p2', { kind: 'failure', failure, reference: 'p2' }],
    ]);
    expect(fake.lookUps).toEqual([]);
    expect(world.logger.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ ref: 'p1', jobId: 'job1', deaths: 6, again: AGAIN.toISOString() }),
      }),
    );
    // Those who were told the time keep to it: reading at once they might break off one after the other.
    await expect(world.build({ ref: BY_UUID, requestId: 'p2' }, world.context('job2'))).rejects.toEqual(
      new JobDelayed(AGAIN),
    );
    expect(fake.tokens).toEqual([]);

    await world.passTime(30 * MINUTE_MS, MINUTE_MS);
    await world.build({ ref: BY_UUID, requestId: 'p1' }, six);
    await world.passTime(2_000);
    // The response_urls have run out by then.
    expect(world.told().sort()).toEqual([
      ...['DM Up1: report of 3', 'DM Up2: report of 3', 'p1: broken-off', 'p2: broken-off'],
    ]);
    await world.queue.stop(0);
  });

  it('tells the asker though nobody knows yet which run it is', async () => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.queue.start();
    await world.wait('p1');
    const run = world.build({ ref: BY_ID, requestId: 'p1' }, world.context('job1', { deaths: 6 }));
    await expect(run).rejects.toThrow(JobDelayed);
    await world.passTime(2_000);
    expect(world.told()).toEqual(['p1: broken-off']);
    expect(await world.pendingRequests.load('p1')).not.toBeNull();
    expect(fake.lookUps).toEqual([]);
    await world.queue.stop(0);
  });

  it.each([12, 13])('is answered for good after twelve, which may be noticed at %i', async (deaths) => {
    const fake = createFakeSource();
    const world = createWorld(fake);
    await world.queue.start();
    for (const name of ['p1', 'p2']) await world.wait(name);
    await world.pendingRequests.join(UUID, { id: 'p2', reference: 'p2', notBefore: 0, requester: toRequester('p2') });
    await world.build({ ref: BY_UUID, requestId: 'p1' }, world.context('job1', { deaths }));
    await world.passTime(2_000);
    expect(world.sent.map(({ content }) => content)).toEqual([
      expect.objectContaining({ kind: 'failure', failure: { ...BROKEN_OFF, webinar: UUID, retryAt: null } }),
      expect.objectContaining({ kind: 'failure', failure: { ...BROKEN_OFF, webinar: UUID, retryAt: null } }),
    ]);
    expect(await world.pendingRequests.requestsFor(UUID)).toEqual([]);
    expect(await world.pendingRequests.load('p1')).toBeNull();
    expect(fake.tokens).toEqual([]);
    await world.queue.stop(0);
  });
});

describe('a process that is stopped', () => {
  it('gives the read back where it is, and the next one goes on', async () => {
    const pages = inPages(toVisits(1, 40));
    let stuck = true;
    const fake = createFakeSource({
      page: (token, signal) => (token === 't3' && stuck ? untilAborted(signal) : pages(token, signal)),
    });
    const world = createWorld(fake);
    const stop = new AbortController();
    await world.wait('p1');
    const first = expect(
      world.build({ ref: BY_ID, requestId: 'p1' }, world.context('job1', { signal: stop.signal })),
    ).rejects.toThrow(JobInterrupted);
    await world.passTime(1_500);
    stop.abort(new JobInterrupted('the process is stopping'));
    await first;
    expect(await world.checkpoints.load(UUID)).toMatchObject({ rowsRead: 20 });
    expect(await world.kv.get(keys.readLock(UUID).name)).toBeNull();
    expect(world.sent).toEqual([]);

    stuck = false;
    const next = createWorld(fake, world);
    await next.queue.start();
    await next.build({ ref: BY_ID, requestId: 'p1' }, next.context());
    await next.passTime(1_500);
    expect(fake.tokens).toEqual([null, 't2', 't3', 't3', 't4']);
    expect(next.told()).toEqual(['p1: report of 40']);
    await next.queue.stop(0);
  });

  it('tells nobody of a failure that came of stopping, on the last try either', async () => {
    const fake = createFakeSource({
      page: async (_token, signal) => {
        await untilAborted(signal).catch(() => undefined);
        throw new AppError(OUT, 'made up');
      },
    });
    const world = createWorld(fake);
    await world.queue.start();
    const stop = new AbortController();
    await world.wait('p1');
    const context = world.context('job1', { signal: stop.signal, lastAttempt: true });
    const run = expect(world.build({ ref: BY_ID, requestId: 'p1' }, context)).rejects.toThrow(JobInterrupted);
    await world.passTime(100);
    stop.abort();
    await run;
    await world.passTime(2_000);
    expect(world.told()).toEqual([]);
    expect(await world.pendingRequests.isPending(UUID, 'p1')).toBe(true);
    await world.queue.stop(0);
  });

  it('in the middle of a look-up gives that back, too', async () => {
    const fake = createFakeSource({ occurrence: (_ref, signal) => untilAborted(signal) });
    const world = createWorld(fake);
    const stop = new AbortController();
    await world.wait('p1');
    const run = expect(
      world.build({ ref: BY_ID, requestId: 'p1' }, world.context('job1', { signal: stop.signal })),
    ).rejects.toThrow(JobInterrupted);
    await world.passTime(100);
    stop.abort(new JobInterrupted('the process is stopping'));
    await run;
    expect(await world.kv.get(keys.lookUpLock(ID).name)).toBeNull();
    expect(await world.pendingRequests.load('p1')).not.toBeNull();
  });
});
