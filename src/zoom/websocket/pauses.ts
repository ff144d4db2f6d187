import { exponentialBackoff, retryPauseMs, triesOf } from '../../runtime/backoff.ts';

/** How a connection ended, or why there was none. */
export interface Trouble {
  /** `replaced`: its token is about to die, and another connection takes its place while it still serves. */
  readonly kind: 'replaced' | 'token' | 'refused' | 'lost' | 'failed';
  readonly reason: string;
  readonly error?: unknown;
}

/** A connection that lived so long was a good one: whatever ends it then has nothing to do with earlier troubles. */
const GOOD_AFTER_MS = 30_000;
const SCHEDULE = exponentialBackoff({ tries: 7, firstPauseMs: 1_000, longestPauseMs: 30_000 });

/** How long to wait before the next connection. */
export interface Pauses {
  /** @param livedMs how long the connection was there; 0 when there was none */
  next(trouble: Trouble, livedMs: number): number;
}

export function createPauses(random: () => number): Pauses {
  let inARow = 0;
  return {
    next({ kind }, livedMs) {
      if (livedMs >= GOOD_AFTER_MS) inARow = 0;
      inARow += 1;
      // Another token is the cure, and every second is one without events. A Zoom that wants none is not hammered.
      if ((kind === 'replaced' || kind === 'token') && inARow === 1) return 0;
      return retryPauseMs(SCHEDULE, Math.min(inARow, triesOf(SCHEDULE) - 1), random) ?? 0;
    },
  };
}
