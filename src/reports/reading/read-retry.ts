import { z } from 'zod';
import { AppError, type Failure, isOutcomeUnknown, isStorageTrouble } from '../../errors.ts';
import { type JobContext, JobDelayed, JobInterrupted } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import { nextScheduledTry, type RetrySchedule } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';

const MINUTE_MS = 60_000;
/** When a read is tried again while Zoom is out or has not published its data yet: over an hour, ever more rarely. */
const READ_RETRY: RetrySchedule = {
  pausesMs: [2, 3, 5, 10, 20, 20].map((minutes) => minutes * MINUTE_MS),
  jitter: [1, 1],
};
/** A try that took its time is not followed at once by the next one. */
const LEAST_PAUSE_MS = MINUTE_MS;
const LEAST_DELAY_MS = 1_000;

/** What is no trouble, only a reason to wait: Zoom has not published yet, or asks to slow down. */
const EXPECTED: ReadonlySet<Failure['kind']> = new Set(['too-early', 'zoom-limited']);

/** A read that will be tried again, and what the requesters are told in the meantime. */
export interface ReadRetry {
  readonly at: Date;
  readonly failure: Failure;
}

/** When reads that failed are tried again. Kept for all who wait for the same one, whoever's job it was that failed. */
export interface ReadRetries {
  /**
   * Whether the failed read is worth another try later: null when not, or no longer.
   * @param name of what was read; those who fail at the same time are told the same time
   */
  decide(name: string, error: AppError): Promise<ReadRetry | null>;
  /** Makes all who wait for the read keep to a time that was decided elsewhere. */
  keepTo(name: string, at: Date): Promise<void>;
  /** Before then nobody who has already waited needs to try; null when it is time. */
  nextTry(name: string): Promise<Date | null>;
  /** The read worked: the next failure has all its tries before it. */
  clear(name: string): Promise<void>;
}

export function createReadRetries({ kv, clock }: { kv: Kv; clock: Clock }): ReadRetries {
  /** Milliseconds since 1970. */
  const instants = createStoredValue(kv, z.int().nonnegative());

  async function nextTry(name: string): Promise<Date | null> {
    const at = await instants.get(keys.nextTry(name));
    return at !== null && at > clock.now() ? new Date(at) : null;
  }

  async function nextScheduled(name: string): Promise<Date | null> {
    const announced = await nextTry(name);
    if (announced) return announced;
    const now = clock.now();
    await instants.setIfAbsent(keys.firstFailure(name), now);
    const firstFailureAt = (await instants.get(keys.firstFailure(name))) ?? now;
    const at = nextScheduledTry(READ_RETRY, { firstFailureAt, now, leastPauseMs: LEAST_PAUSE_MS });
    return at === null ? null : new Date(at);
  }

  async function findRetry(name: string, failure: Failure): Promise<ReadRetry | null> {
    switch (failure.kind) {
      case 'zoom-limited':
        return { at: new Date(Math.max(Date.parse(failure.retryAt) || 0, clock.now() + LEAST_DELAY_MS)), failure };
      case 'zoom-unavailable': {
        const at = await nextScheduled(name);
        return at && { at, failure: { ...failure, retryAt: at.toISOString() } };
      }
      case 'too-early': {
        const at = await nextScheduled(name);
        return at && { at, failure: { ...failure, nextReadAt: at.toISOString() } };
      }
      default:
        return null;
    }
  }

  const keepTo = (name: string, at: Date): Promise<void> =>
    instants.set(keys.nextTry(name), at.getTime(), (at.getTime() - clock.now()) / 1000);

  return {
    async decide(name, { failure }) {
      const retry = await findRetry(name, failure);
      if (retry) await keepTo(name, retry.at);
      return retry;
    },

    keepTo,
    nextTry,

    async clear(name) {
      await kv.delete(keys.firstFailure(name).name, keys.nextTry(name).name);
    },
  };
}

/** Writes that a read waits for its next try: as an error only where something went wrong. */
export function logReadRetry(logger: Logger, { at, failure }: ReadRetry, err: unknown, log: object): void {
  const line = { ...log, failure: failure.kind, again: at.toISOString() };
  if (EXPECTED.has(failure.kind)) logger.info(line, 'a read goes on later');
  else logger.warn({ ...line, err }, 'a read will be tried again later');
}

/**
 * What a read failed of, where that has words for people. All else is thrown on: what the process's stop has interrupted,
 * and trouble of our own (the store, an unexpected error), which the queue tries again as long as it may.
 * @throws JobInterrupted, JobDelayed, or the error itself
 */
export function toReadError(error: unknown, { signal, lastAttempt }: JobContext): AppError {
  if (signal.aborted) throw new JobInterrupted('stopped in the middle of a read', { cause: error });
  // Others have fewer reads in hand: nothing went wrong.
  if (error instanceof JobDelayed) throw error;
  const isZooms = error instanceof AppError && !isStorageTrouble(error);
  if (!isZooms && !lastAttempt) throw error;
  // Whichever write it was: this failure travels in payloads, to processes that may be older.
  if (isOutcomeUnknown(error)) return new AppError({ kind: 'storage-unavailable' }, error.message, { cause: error });
  return error instanceof AppError ? error : new AppError({ kind: 'internal' }, 'unexpected', { cause: error });
}
