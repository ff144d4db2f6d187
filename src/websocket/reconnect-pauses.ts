import { exponentialBackoff, retryPauseMs, triesOf } from '../runtime/backoff.ts';

/** What lived so long was good: whatever ends it then has nothing to do with earlier troubles. */
const GOOD_AFTER_MS = 30_000;
const SCHEDULE = exponentialBackoff({ tries: 7, firstPauseMs: 1_000, longestPauseMs: 30_000 });

/** Pauses before another connection that grow to half a minute, and begin anew after one that was good. */
export interface ReconnectPauses {
  /** @param livedMs how long the last one was there; 0 when there was none */
  ended(livedMs: number): void;
  /** Another trouble in a row: the first has the number 1. */
  next(): { readonly inARow: number; readonly pauseMs: number };
}

export function createReconnectPauses(random: () => number): ReconnectPauses {
  let inARow = 0;
  return {
    ended(livedMs) {
      if (livedMs >= GOOD_AFTER_MS) inARow = 0;
    },
    next() {
      inARow += 1;
      return { inARow, pauseMs: retryPauseMs(SCHEDULE, Math.min(inARow, triesOf(SCHEDULE) - 1), random) ?? 0 };
    },
  };
}
