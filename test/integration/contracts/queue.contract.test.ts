import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createBullmqQueue } from '../../../src/jobs/bullmq-queue.ts';
import {
  type JobContext,
  JobDelayed,
  JobFailedForGood,
  JobInterrupted,
  JobLeft,
  type JobQueue,
} from '../../../src/jobs/job-queue.ts';
import { createMemoryQueue } from '../../../src/jobs/memory-queue.ts';
import { exponentialBackoff } from '../../../src/runtime/backoff.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

const run = `{test-${randomUUID()}}`;
const retry = exponentialBackoff({ tries: 3, firstPauseMs: 10, longestPauseMs: 20 });
const never = exponentialBackoff({ tries: 1, firstPauseMs: 10, longestPauseMs: 20 });

afterAll(async () => {
  const redis = new Redis(inject('redisUrl'));
  const keys = await redis.keys(`${run}*`);
  if (keys.length > 0) await redis.unlink(...keys);
  redis.disconnect();
});

let logger = createQuietLogger();
let prefix = '';
const queues: JobQueue[] = [];

function createQueue(store: string, concurrency = 4): JobQueue {
  const queue =
    store === 'memory'
      ? createMemoryQueue({ clock: Date, random: Math.random, logger, concurrency })
      : createBullmqQueue({ url: inject('redisUrl'), prefix, logger, concurrency, random: Math.random });
  queues.push(queue);
  return queue;
}

beforeEach(() => {
  logger = createQuietLogger();
  prefix = `${run}${randomUUID()}`;
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.stop(1_000)));
});

/** A job that can be watched from outside and let go. */
function createGate() {
  const started: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    started,
    open: resolve,
    handler: async (data: unknown) => {
      started.push(data);
      await promise;
    },
  };
}

const failuresLogged = () => logger.lines.filter(({ level }) => level === 'error');

describe.each([{ store: 'memory' }, { store: 'Redis' }])('JobQueue in $store', ({ store }) => {
  let queue: JobQueue;

  beforeEach(() => {
    queue = createQueue(store);
  });

  it('runs a job with its data, and each kind by its handler', async () => {
    const ran: unknown[] = [];
    queue.handle('greet', retry, async (data) => void ran.push(['greet', data]));
    queue.handle('part', retry, async (data) => void ran.push(['part', data]));
    await queue.start();
    await queue.add('greet', { name: 'Ünï', list: [1, null], left: undefined });
    await queue.add('part', 'text');
    await expect
      .poll(() => ran.toSorted())
      .toEqual([
        ['greet', { name: 'Ünï', list: [1, null] }],
        ['part', 'text'],
      ]);
  });

  it('keeps a job that is added before the start', async () => {
    const ran: unknown[] = [];
    queue.handle('early', retry, async (data) => void ran.push(data));
    await queue.add('early', 1);
    expect(ran).toEqual([]);
    await queue.start();
    await expect.poll(() => ran).toEqual([1]);
  });

  it('refuses a job that nobody would run', async () => {
    await expect(queue.add('unknown', {})).rejects.toThrow('no handler');
  });

  it('runs a delayed job no earlier than asked', async () => {
    const ranAt: number[] = [];
    queue.handle('later', retry, async () => void ranAt.push(Date.now()));
    await queue.start();
    const addedAt = Date.now();
    await queue.add('later', {}, { delayMs: 300 });
    await expect.poll(() => ranAt.length, { timeout: 5_000 }).toBe(1);
    expect((ranAt[0] ?? 0) - addedAt).toBeGreaterThanOrEqual(299);
  });

  it('tries again until it succeeds, and tells the handler which try it is', async () => {
    const tries: Pick<JobContext, 'attempt' | 'lastAttempt'>[] = [];
    const jobIds = new Set<string>();
    queue.handle('flaky', retry, async (_data, { attempt, lastAttempt, jobId, deaths }) => {
      // A try that fails is no death.
      expect(deaths).toBe(0);
      tries.push({ attempt, lastAttempt });
      jobIds.add(jobId);
      if (attempt < 3) throw new Error(`try ${attempt}`);
    });
    await queue.start();
    await queue.add('flaky', {});
    await expect
      .poll(() => tries, { timeout: 5_000 })
      .toEqual([
        { attempt: 1, lastAttempt: false },
        { attempt: 2, lastAttempt: false },
        { attempt: 3, lastAttempt: true },
      ]);
    expect(jobIds.size).toBe(1);
    expect(failuresLogged()).toEqual([]);
  });

  it('gives up after the last attempt, and says so', async () => {
    let tries = 0;
    const cause = new Error('broken');
    queue.handle('broken', retry, async () => {
      tries += 1;
      throw cause;
    });
    await queue.start();
    await queue.add('broken', {});
    await expect.poll(failuresLogged, { timeout: 5_000 }).toHaveLength(1);
    expect(failuresLogged()[0]?.fields).toMatchObject({ err: cause, job: 'broken', jobId: expect.any(String) });
    expect(tries).toBe(3);
  });

  it('does not try again what failed for good', async () => {
    let tries = 0;
    const cause = new JobFailedForGood('hopeless');
    queue.handle('hopeless', retry, async () => {
      tries += 1;
      throw cause;
    });
    let others = 0;
    queue.handle('other', retry, async () => void others++);
    await queue.start();
    await queue.add('hopeless', {}, { id: 'x' });
    await expect.poll(failuresLogged).toHaveLength(1);
    expect(failuresLogged()[0]?.fields).toMatchObject({ err: cause, job: 'hopeless' });
    await queue.add('other', {}, { delayMs: 100 });
    await expect.poll(() => others).toBe(1);
    expect(tries).toBe(1);
    await queue.add('hopeless', {}, { id: 'x' });
    await expect.poll(() => tries).toBe(2);
  });

  it.each(['abc/+==', '93201235621', 'a:b:c', '/x//y', '{tag} ümläut'])(
    'does not add %s a second time while it waits or runs, but lets a new one in afterwards',
    async (id) => {
      const gate = createGate();
      queue.handle('once', retry, gate.handler);
      await queue.add('once', 1, { id });
      await queue.add('once', 2, { id });
      await queue.start();
      await expect.poll(() => gate.started).toEqual([1]);
      await queue.add('once', 3, { id });
      await queue.add('once', 'other', { id: `${id}2` });
      await expect.poll(() => gate.started).toEqual([1, 'other']);
      gate.open();
      await expect
        .poll(async () => {
          await queue.add('once', 4, { id });
          return gate.started;
        })
        .toContain(4);
      expect(gate.started).not.toContain(2);
      expect(gate.started).not.toContain(3);
    },
  );

  it('does not add a job again while it is delayed or between two tries', async () => {
    const ran: unknown[] = [];
    queue.handle(
      'retried',
      exponentialBackoff({ tries: 2, firstPauseMs: 200, longestPauseMs: 200 }),
      async (data, { attempt }) => {
        ran.push(data);
        if (attempt === 1) throw new Error('first try');
      },
    );
    await queue.start();
    await queue.add('retried', 'first', { id: 'a', delayMs: 50 });
    await queue.add('retried', 'second', { id: 'a' });
    await expect.poll(() => ran).toEqual(['first']);
    await queue.add('retried', 'third', { id: 'a' });
    await expect.poll(() => ran, { timeout: 5_000 }).toEqual(['first', 'first']);
  });

  it('keeps ids of different kinds of jobs apart', async () => {
    const ran: string[] = [];
    queue.handle('a', retry, async () => void ran.push('a'));
    queue.handle('b', retry, async () => void ran.push('b'));
    await queue.add('a', {}, { id: 'same' });
    await queue.add('b', {}, { id: 'same' });
    await queue.start();
    await expect.poll(() => ran.toSorted()).toEqual(['a', 'b']);
  });

  it('runs a delayed-again job at its time without using up an attempt', async () => {
    const tries: number[] = [];
    queue.handle('delayed', never, async (_data, { attempt, lastAttempt }) => {
      expect(lastAttempt).toBe(true);
      tries.push(attempt);
      if (tries.length < 4) throw new JobDelayed(new Date(Date.now() + (tries.length === 1 ? -1_000 : 40)));
    });
    await queue.start();
    await queue.add('delayed', {}, { id: 'p' });
    await expect.poll(() => tries, { timeout: 5_000 }).toEqual([1, 1, 1, 1]);
    expect(logger.lines).toEqual([]);
  });

  it('runs no more jobs at a time than allowed', async () => {
    const narrow = createQueue(store, 2);
    let now = 0;
    let most = 0;
    let done = 0;
    narrow.handle('step', retry, async () => {
      now += 1;
      most = Math.max(most, now);
      await wait(5);
      now -= 1;
      done += 1;
    });
    for (let index = 0; index < 10; index += 1) await narrow.add('step', index);
    await narrow.start();
    await expect.poll(() => done).toBe(10);
    expect(most).toBe(2);
  });

  it('runs a scheduled job at once and again and again', async () => {
    const ranAt: number[] = [];
    queue.handle('tick', never, async () => void ranAt.push(Date.now()));
    await queue.schedule('tick', {}, 150);
    await queue.start();
    await expect.poll(() => ranAt.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
    const [first = 0, , third = 0] = ranAt;
    expect(third - first).toBeGreaterThanOrEqual(150);
  });

  it('waits at the stop for what finishes in time', async () => {
    const gate = createGate();
    let finished = false;
    queue.handle('short', retry, async (data) => {
      await gate.handler(data);
      // It takes a little longer than a stop that does not wait.
      await wait(50);
      finished = true;
    });
    await queue.start();
    await queue.add('short', {});
    await expect.poll(() => gate.started.length).toBe(1);
    const stopped = queue.stop(5_000);
    gate.open();
    await stopped;
    expect(finished).toBe(true);
  });

  it('aborts the signal at the stop and does not wait for ever', async () => {
    const signals: AbortSignal[] = [];
    queue.handle('deaf', retry, (_data, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    await queue.start();
    await queue.add('deaf', {});
    await expect.poll(() => signals.length).toBe(1);
    expect(signals[0]?.aborted).toBe(false);
    const stoppedAt = performance.now();
    await queue.stop(100);
    expect(performance.now() - stoppedAt).toBeLessThan(1_500);
    expect(signals[0]?.aborted).toBe(true);
    expect(signals[0]?.reason).toBeInstanceOf(JobInterrupted);
  });

  it('takes no new work after the stop', async () => {
    let ran = 0;
    queue.handle('late', retry, async () => void ran++);
    await queue.start();
    await queue.stop(1_000);
    await expect(queue.add('late', {})).rejects.toMatchObject({ failure: { kind: 'storage-unavailable' } });
    expect(ran).toBe(0);
  });

  it('can be stopped without having been started, and twice', async () => {
    await queue.stop(1_000);
    await expect(queue.stop(1_000)).resolves.toBeUndefined();
  });
});

describe('JobQueue in memory', () => {
  it('runs an interrupted job again at once', async () => {
    const queue = createQueue('memory');
    const tries: number[] = [];
    queue.handle('again', never, async (_data, { attempt }) => {
      tries.push(attempt);
      if (tries.length === 1) throw new JobInterrupted('now and then');
    });
    await queue.start();
    await queue.add('again', {});
    await expect.poll(() => tries).toEqual([1, 1]);
  });
});

describe('JobQueue over several processes', () => {
  it.each([
    { how: 'the handler says so', interrupt: () => new JobInterrupted('saved') },
    { how: 'a call inside it was aborted', interrupt: () => new DOMException('aborted', 'AbortError') },
    { how: 'it rethrows the reason', interrupt: (signal: AbortSignal) => signal.reason },
  ])('runs an interrupted job again at once elsewhere, when $how', async ({ interrupt }) => {
    const [first, second] = [createQueue('Redis'), createQueue('Redis')];
    const ran: string[] = [];
    let stoppedAt = 0;
    first.handle('long', never, async (_data, { signal }) => {
      ran.push('first');
      await wait(60_000, undefined, { signal }).catch(() => {});
      throw interrupt(signal);
    });
    second.handle('long', never, async (_data, { attempt }) => {
      ran.push(`second, attempt ${attempt}, soon: ${performance.now() - stoppedAt < 1_000}`);
    });
    await first.start();
    await first.add('long', {});
    await expect.poll(() => ran).toEqual(['first']);
    await second.start();
    stoppedAt = performance.now();
    await first.stop(5_000);
    await expect.poll(() => ran).toEqual(['first', 'second, attempt 1, soon: true']);
    expect(logger.lines).toEqual([]);
  });

  it('shares one schedule', async () => {
    const queues = [createQueue('Redis'), createQueue('Redis'), createQueue('Redis')];
    const ranAt: number[] = [];
    for (const queue of queues) {
      queue.handle('tick', never, async () => void ranAt.push(Date.now()));
      await queue.schedule('tick', {}, 200);
      await queue.start();
    }
    await expect.poll(() => ranAt.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(5);
    const [first = 0, , , , fifth = 0] = ranAt;
    expect(fifth - first).toBeGreaterThanOrEqual(3 * 200);
  });

  it('leaves a job to another version, but does not gather those that are scheduled', async () => {
    const newer = createQueue('Redis');
    newer.handle('kept', never, async () => {});
    newer.handle('tick', never, async () => {});
    await newer.schedule('tick', {}, 100);
    await newer.add('kept', {});
    const queue = createQueue('Redis');
    const left: string[] = [];
    queue.handleUnknown(async (name) => {
      left.push(name);
      throw new JobLeft(new Date(Date.now() + 60_000));
    });
    await queue.start();
    await expect.poll(() => left.filter((name) => name === 'tick').length).toBeGreaterThanOrEqual(5);
    await queue.stop(1_000);
    const redis = new Redis(inject('redisUrl'));
    // The job, and the next run of what is scheduled.
    expect(await redis.zcard(`${prefix}:qos:delayed`)).toBe(2);
    redis.disconnect();
    expect(left.filter((name) => name === 'kept')).toHaveLength(1);
    expect(failuresLogged()).toEqual([]);
  });

  it('gives a job up that nobody has known for two weeks, and says so', async () => {
    const newer = createQueue('Redis');
    for (const name of ['younger', 'older']) newer.handle(name, never, async () => {});
    const queue = createQueue('Redis');
    const dayMs = 24 * 60 * 60 * 1000;
    queue.handleUnknown(async (name) => {
      throw new JobLeft(new Date(Date.now() + (name === 'older' ? 15 : 13) * dayMs));
    });
    await queue.start();
    for (const name of ['younger', 'older']) await newer.add(name, {});
    await expect.poll(() => failuresLogged().length).toBe(1);
    expect(failuresLogged()).toMatchObject([{ fields: { job: 'older' }, message: 'job failed for good' }]);
  });

  it('lets go by itself of what failed, and of what became of jobs', async () => {
    const redis = new Redis(inject('redisUrl'));
    onTestFinished(() => redis.disconnect());
    const ended = ['completed', 'failed', 'events'].map((what) => `${prefix}:qos:${what}`);
    const queue = createBullmqQueue({
      ...{ url: inject('redisUrl'), prefix, logger, concurrency: 1, random: Math.random },
      tidyTimes: { failedForMs: 2_000, everyMs: 100 },
    });
    queues.push(queue);
    queue.handle('done', never, async () => {});
    queue.handle('hopeless', never, async () => {
      throw new JobFailedForGood('hopeless');
    });
    await queue.start();
    await queue.add('done', {});
    await queue.add('hopeless', {});
    await expect.poll(() => redis.zcard(`${prefix}:qos:failed`)).toBe(1);
    expect(await redis.exists(ended)).toBe(2);
    // No other job fails, or is added, that could be the occasion.
    await expect.poll(() => redis.exists(ended), { timeout: 10_000 }).toBe(0);
    const left = (await redis.keys(`${prefix}:*`)).map((key) => key.slice(`${prefix}:qos:`.length));
    expect(left.filter((key) => !['id', 'meta', 'marker', 'stalled-check'].includes(key))).toEqual([]);
  });

  it('shares the work without doing any of it twice', async () => {
    const queues = [createQueue('Redis'), createQueue('Redis')];
    const ran: unknown[] = [];
    for (const queue of queues) {
      queue.handle('piece', retry, async (data) => void ran.push(data));
      await queue.start();
    }
    const pieces = Array.from({ length: 100 }, (_, index) => index);
    await Promise.all(pieces.map((piece) => queues[piece % 2]?.add('piece', piece)));
    await expect.poll(() => ran.length, { timeout: 5_000 }).toBe(100);
    expect(new Set(ran).size).toBe(100);
  });
});
