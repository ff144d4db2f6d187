import type { Config } from '../config.ts';
import { createBullmqQueue } from '../jobs/bullmq-queue.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { createMemoryQueue } from '../jobs/memory-queue.ts';
import type { Logger } from '../logger.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Kv } from '../storage/kv.ts';
import { createMemoryKv } from '../storage/memory-kv.ts';
import { createRedisConnection } from '../storage/redis-connection.ts';
import { createRedisKv } from '../storage/redis-kv.ts';

/** Jobs that one process runs at the same time; they wait for the network nearly all the time. */
const CONCURRENCY = 50;

/** Where everything is kept and where jobs wait. */
export interface Storage {
  readonly kv: Kv;
  readonly queue: JobQueue;
  /** Resolves whether Redis could be reached or not: the bot starts without it and recovers by itself. */
  connect(): Promise<void>;
}

/** Redis for any number of replicas, or the memory of this one process. */
export function composeStorage({ redisUrl }: Config, clock: Clock, logger: Logger): Storage {
  if (redisUrl === null) {
    logger.warn('REDIS_URL is not set: everything is kept in memory and lost when this process ends');
    return {
      kv: createMemoryKv(clock),
      queue: createMemoryQueue({ clock, random: Math.random, logger, concurrency: CONCURRENCY }),
      connect: async () => undefined,
    };
  }
  const connection = createRedisConnection(redisUrl, {
    onError: (err) => logger.error({ err }, 'Redis cannot be reached'),
    onRecovered: () => logger.info('Redis answers again'),
  });
  return {
    kv: createRedisKv(connection.redis),
    queue: createBullmqQueue({ url: redisUrl, logger, concurrency: CONCURRENCY, random: Math.random }),
    async connect() {
      await connection.connect();
    },
  };
}
