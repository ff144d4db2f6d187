import type { Config } from '../config.ts';
import { createBullmqQueue } from '../jobs/bullmq-queue.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { createJobs, type Jobs } from '../jobs/jobs.ts';
import { createMemoryQueue } from '../jobs/memory-queue.ts';
import type { Logger } from '../logger.ts';
import { MOST_READS } from '../reports/reading/read-gate.ts';
import type { Clock } from '../runtime/clock.ts';
import { keepHeapSmall } from '../runtime/small-heap.ts';
import { createCarryOver } from '../storage/carry-over.ts';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';
import { createLocks, type Locks } from '../storage/lock.ts';
import { createMemoryKv } from '../storage/memory-kv.ts';
import { createRedisConnection } from '../storage/redis-connection.ts';
import { createRedisHealth } from '../storage/redis-health/health.ts';
import { createRedisKv } from '../storage/redis-kv.ts';
import type { Tracing } from '../tracing/tracing.ts';

/**
 * Jobs that one process runs at the same time; they wait for the network nearly all the time. Reads never take all of the
 * places: answers, posts and whoever asks next find one.
 */
const CONCURRENCY = MOST_READS.inHand + MOST_READS.waiting + 64;

/** Where everything is kept and where jobs wait. */
export interface Storage {
  readonly kv: Kv;
  readonly locks: Locks;
  readonly queue: JobQueue;
  readonly jobs: Jobs;
  /** Resolves whether Redis could be reached or not: the bot starts without it and recovers by itself. */
  connect(): Promise<void>;
  /** Rejects with the reason, in words for the operator, when the store is of no use just now. */
  check(): Promise<void>;
}

/** Redis for any number of replicas, or the memory of this one process. */
export function composeStorage(
  { redisUrl, memoryStoreBytes }: Config,
  clock: Clock,
  logger: Logger,
  tracing: Tracing,
): Storage {
  if (redisUrl === null) {
    logger.warn('REDIS_URL is not set: everything is kept in memory and lost when this process ends');
    keepHeapSmall();
    const [kv, queue] = [
      createMemoryKv(clock, {
        maxBytes: memoryStoreBytes,
        onForgotten: (group) => logger.info({ group }, 'MEMORY_STORE_MB is reached: a report is no longer kept'),
      }),
      createMemoryQueue({ clock, random: Math.random, logger, concurrency: CONCURRENCY }),
    ];
    return {
      kv,
      locks: createLocks(kv),
      queue,
      jobs: createJobs({ queue, clock, logger, tracing }),
      connect: async () => undefined,
      check: () => writeSomething(kv),
    };
  }
  const connection = createRedisConnection(redisUrl, {
    onError: (error) => health.reportOutage(error),
  });
  const health = createRedisHealth(connection.redis, logger);
  const oldValues = createCarryOver(connection.redis, logger);
  const kv = createRedisKv(connection.redis);
  const queue = createBullmqQueue({
    ...{ url: redisUrl, logger, concurrency: CONCURRENCY, random: Math.random },
    usable: health.usable,
    isExplained: health.explainRefusal,
  });
  return {
    kv,
    locks: createLocks(kv),
    queue,
    // A job of version 1 looks for what version 1 kept.
    jobs: createJobs({ queue, clock, logger, tracing, mayUpgrade: oldValues.isDone }),
    async connect() {
      if (!(await connection.connect())) return;
      await health.check();
      await oldValues.carryOver();
    },
    async check() {
      try {
        await writeSomething(kv);
      } catch (cause) {
        throw new Error(health.trouble() ?? 'Redis does not take a value', { cause });
      }
      const trouble = health.trouble();
      if (trouble !== null) throw new Error(trouble);
    },
  };
}

/** A Redis that is full, or a replica, answers questions and takes nothing. */
async function writeSomething(kv: Kv): Promise<void> {
  await kv.set(keys.readiness.name, 'asked', keys.readiness.lifeSeconds);
}
