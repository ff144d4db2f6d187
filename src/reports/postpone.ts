import type { AppError, Failure } from '../errors.ts';
import { keys } from './keys.ts';
import type { Clock, Kv } from './ports.ts';

const MINUTE_MS = 60_000;
/** Pauses while Zoom is out or has not published its data yet; about an hour in all. */
const PAUSES_MS = [2, 3, 5, 10, 20, 20].map((minutes) => minutes * MINUTE_MS);
const COUNT_TTL_SECONDS = 2 * 3600;

/** A read that will be tried again, and what those who wait are told in the meantime. */
export interface Postponement {
  readonly at: Date;
  readonly failure: Failure;
}

export interface Postponements {
  /**
   * Whether the failed read is worth another try later: null when not, or no longer.
   * @param name what the tries are counted under
   */
  decide(name: string, error: AppError): Promise<Postponement | null>;
}

export function createPostponements({ kv, clock }: { kv: Kv; clock: Clock }): Postponements {
  async function nextPause(name: string): Promise<Date | null> {
    const tries = await kv.increment(keys.outages(name), 1, COUNT_TTL_SECONDS);
    const pauseMs = PAUSES_MS[tries - 1];
    return pauseMs === undefined ? null : new Date(clock.now() + pauseMs);
  }

  return {
    async decide(name, error) {
      const { failure } = error;
      switch (failure.kind) {
        case 'zoom-limited':
          return { at: new Date(failure.retryAt), failure };
        case 'zoom-unavailable': {
          const at = await nextPause(name);
          return at && { at, failure: { ...failure, retryAt: at.toISOString() } };
        }
        case 'too-early': {
          const at = await nextPause(name);
          return at && { at, failure: { ...failure, nextReadAt: at.toISOString() } };
        }
        default:
          return null;
      }
    },
  };
}
