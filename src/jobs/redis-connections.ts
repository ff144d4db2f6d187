import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../logger.ts';
import { isSettledWithin } from '../runtime/with-timeout.ts';

const LONGEST_PAUSE_MS = 1_000;

/** Whether the operator knows of an error already, and better than from here. */
export type IsExplained = (error: Error) => boolean;

const SHARED = {
  connectTimeout: 3_000,
  retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS),
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

/** For adding jobs: fails soon, because somebody waits for the answer. */
export function createProducerConnection(url: string, logger: Logger, isExplained: IsExplained): Redis {
  const redis = new Redis(url, {
    ...SHARED,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
    // See the store's connection: without it a vanished other end is noticed after a quarter of an hour.
    socketTimeout: 5_000,
  });
  return logOutages(redis, 'producer', logger, isExplained);
}

/**
 * For working: waits out an outage, as BullMQ demands with `maxRetriesPerRequest: null`. BullMQ makes a second one like
 * it that waits for jobs, up to 10 s without an answer.
 */
export function createWorkerConnection(url: string, logger: Logger, isExplained: IsExplained): Redis {
  const redis = new Redis(url, { ...SHARED, maxRetriesPerRequest: null, socketTimeout: 15_000 });
  return logOutages(redis, 'worker', logger, isExplained);
}

/** True for what the network did, as opposed to what Redis or BullMQ answered. */
export function isOfConnection(error: Error): boolean {
  return 'syscall' in error || /^(Connection is closed|Socket timeout|Command timed out)/.test(error.message);
}

/** Once when Redis goes and once when it is back, however many tries lie between. */
function logOutages(redis: Redis, connection: string, logger: Logger, isExplained: IsExplained): Redis {
  let down = false;
  redis.on('error', (err: Error) => {
    if (isExplained(err)) return;
    if (!down) logger.warn({ err, connection }, 'the job queue cannot reach Redis; trying on');
    down = true;
  });
  redis.on('ready', () => {
    if (down) logger.info({ connection }, 'the job queue reached Redis again');
    down = false;
  });
  return redis;
}

/**
 * Tells whether the connection stands, if need be after waiting for it. Those who wait share one listener: there may
 * be thousands of them.
 */
export function createReadyGate(redis: Redis): (timeoutMs: number) => Promise<boolean> {
  let ready: Promise<void> | null = null;
  return async (timeoutMs) => {
    if (redis.status === 'ready') return true;
    ready ??= new Promise((resolve) => {
      redis.once('ready', () => {
        ready = null;
        resolve();
      });
    });
    return isSettledWithin(ready, timeoutMs);
  };
}
