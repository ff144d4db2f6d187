import { AppError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import { nextUtcMidnight, utcDate } from '../runtime/utc-day.ts';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';

const MINUTE_MS = 60_000;

export interface ReadQuotaSettings {
  readonly perMinute: number;
  readonly perDay: number;
}

/** Bounds the reads that one person may start, over all replicas. What is kept is not asked for here. */
export interface ReadQuota {
  /**
   * Counts a read that somebody is about to start. Who asks for what was started within a minute, by anybody, joins that read,
   * and it counts for nobody but the first.
   * @param webinar what is read, in one form for all who mean the same
   * @throws AppError `too-many-asks`: the reads of the minute, or of the day of UTC, are used
   */
  begin(userId: string, webinar: string): Promise<void>;
}

export function createReadQuota({
  kv,
  clock,
  perMinute,
  perDay,
}: ReadQuotaSettings & { kv: Kv; clock: Clock }): ReadQuota {
  return {
    async begin(userId, webinar) {
      const started = keys.readStarted(webinar);
      if (!(await kv.setIfAbsent(started.name, userId, started.lifeSeconds))) return;
      const now = clock.now();
      const minute = Math.floor(now / MINUTE_MS);
      const ofMinute = keys.readsOfMinute(userId, minute);
      const ofDay = keys.readsOfDay(userId, utcDate(now));
      try {
        if ((await kv.increment(ofMinute.name, 1, ofMinute.lifeSeconds)) > perMinute)
          throw usedUp('minute', perMinute, (minute + 1) * MINUTE_MS);
        if ((await kv.increment(ofDay.name, 1, ofDay.lifeSeconds)) > perDay)
          throw usedUp('day', perDay, nextUtcMidnight(now));
      } catch (error) {
        // Nobody joins a read that was not started.
        await kv.deleteIfEquals(started.name, userId);
        throw error;
      }
    },
  };
}

function usedUp(per: 'minute' | 'day', asks: number, retryAtMs: number): AppError {
  const retryAt = new Date(retryAtMs).toISOString();
  return new AppError({ kind: 'too-many-asks', per, asks, retryAt }, `the ${asks} reads of a ${per} are used`);
}
