import type { JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type RetrySchedule, triesOf } from '../runtime/backoff.ts';

/** For whoever wants to look at a job that failed for good; the log has why. */
const FAILED_FOR_MS = 24 * 60 * 60 * 1000;
const MOST_FAILED = 1_000;
const TIDY_EVERY_MS = 60 * 60 * 1000;

/** How a job is tried, and that nothing of it stays when it is done, and little when it has failed for good. */
export function toJobOptions(retry: RetrySchedule): JobsOptions {
  return {
    attempts: triesOf(retry),
    backoff: { type: 'schedule' },
    removeOnComplete: true,
    removeOnFail: { age: FAILED_FOR_MS / 1000, count: MOST_FAILED },
    // The log has them; in Redis they would only lie about.
    stackTraceLimit: 0,
  };
}

/** Other times than a day and an hour are for tests. */
export interface TidyTimes {
  readonly failedForMs: number;
  readonly everyMs: number;
}

/**
 * Ends by time what BullMQ does not. It looks at the age of failed jobs only when another one fails, and keeps a stream of
 * what happened to jobs, with the reasons, which nobody here reads, by number only. Now and every hour, until the function
 * that is returned is called; what fails comes with the next time.
 */
export function keepTidy(
  queue: Queue,
  redis: Redis,
  onError: (error: Error) => void,
  { failedForMs, everyMs }: TidyTimes = { failedForMs: FAILED_FOR_MS, everyMs: TIDY_EVERY_MS },
): () => void {
  async function tidy(): Promise<void> {
    // Cleaning writes into the stream, also where nothing is cleaned.
    const isAnyOld = (await redis.zcount(queue.toKey('failed'), '-inf', Date.now() - failedForMs)) > 0;
    if (isAnyOld) await queue.clean(failedForMs, MOST_FAILED, 'failed');
    const events = queue.toKey('events');
    // Not begun anew, or it would never end; BullMQ makes another one.
    if ((await redis.pttl(events)) === -1) await redis.pexpire(events, failedForMs);
  }

  const tidyOrSay = () => void tidy().catch(onError);
  tidyOrSay();
  const timer = setInterval(tidyOrSay, everyMs);
  return () => clearInterval(timer);
}
