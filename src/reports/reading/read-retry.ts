import type { AppError, Failure } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';

const MINUTE_MS = 60_000;
/** When a read is tried again while Zoom is out or has not published its data yet, counted from the first failure. */
const TRIES_AFTER_MS = [2, 5, 10, 20, 40, 60].map((minutes) => minutes * MINUTE_MS);
/** A try that took its time is not followed at once by the next one. */
const LEAST_PAUSE_MS = MINUTE_MS;
const OUTAGE_TTL_SECONDS = 2 * 3600;
const LEAST_DELAY_MS = 1_000;

/** A read that will be tried again, and what those who wait are told in the meantime. */
export interface Postponement {
  readonly at: Date;
  readonly failure: Failure;
}

/** When reads that failed are tried again. Kept for all who wait for the same one, whoever's job it was that failed. */
export interface Postponements {
  /**
   * Whether the failed read is worth another try later: null when not, or no longer.
   * @param name of what was read; those who fail at the same time are told the same time
   */
  decide(name: string, error: AppError): Promise<Postponement | null>;
  /** Until when nobody who has already waited needs to try; null when it is time. */
  until(name: string): Promise<Date | null>;
  /** The read worked: the next failure has all its tries before it. */
  clear(name: string): Promise<void>;
}

export function createPostponements({ kv, clock }: { kv: Kv; clock: Clock }): Postponements {
  async function until(name: string): Promise<Date | null> {
    const at = toTime(await kv.get(keys.postponed(name)));
    return at !== null && at > clock.now() ? new Date(at) : null;
  }

  async function nextTry(name: string): Promise<Date | null> {
    const announced = await until(name);
    if (announced) return announced;
    const now = clock.now();
    await kv.setIfAbsent(keys.outages(name), String(now), OUTAGE_TTL_SECONDS);
    const firstFailure = toTime(await kv.get(keys.outages(name))) ?? now;
    const at = TRIES_AFTER_MS.map((afterMs) => firstFailure + afterMs).find((time) => time >= now + LEAST_PAUSE_MS);
    return at === undefined ? null : new Date(at);
  }

  async function findTry(name: string, failure: Failure): Promise<Postponement | null> {
    switch (failure.kind) {
      case 'zoom-limited':
        return { at: new Date(Math.max(Date.parse(failure.retryAt) || 0, clock.now() + LEAST_DELAY_MS)), failure };
      case 'zoom-unavailable': {
        const at = await nextTry(name);
        return at && { at, failure: { ...failure, retryAt: at.toISOString() } };
      }
      case 'too-early': {
        const at = await nextTry(name);
        return at && { at, failure: { ...failure, nextReadAt: at.toISOString() } };
      }
      default:
        return null;
    }
  }

  return {
    async decide(name, { failure }) {
      const postponement = await findTry(name, failure);
      if (postponement) {
        const at = postponement.at.getTime();
        await kv.set(keys.postponed(name), String(at), (at - clock.now()) / 1000);
      }
      return postponement;
    },

    until,

    async clear(name) {
      await kv.delete(keys.outages(name), keys.postponed(name));
    },
  };
}

/** Milliseconds since 1970 as they were written; what is damaged counts as missing. */
function toTime(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
