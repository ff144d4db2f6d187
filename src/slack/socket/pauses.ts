import { exponentialBackoff, retryPauseMs, triesOf } from '../../runtime/backoff.ts';
import type { Trouble } from './trouble.ts';

/** A socket that lived so long was a good one: whatever ends it then has nothing to do with earlier troubles. */
const GOOD_AFTER_MS = 30_000;
/** Where Slack refuses for good: a token may be repaired, Socket Mode switched on again. */
const REFUSED_PAUSE_MS = 60_000;
/** No more of what Slack asks for. */
const LONGEST_ASKED_MS = 60_000;
const SCHEDULE = exponentialBackoff({ tries: 7, firstPauseMs: 1_000, longestPauseMs: 30_000 });

/** How long to wait before the next socket. */
export interface Pauses {
  /** @param livedMs how long the socket was there; 0 when there was none */
  next(trouble: Trouble, livedMs: number): number;
}

export function createPauses(random: () => number): Pauses {
  let inARow = 0;
  return {
    next(trouble, livedMs) {
      if (livedMs >= GOOD_AFTER_MS) inARow = 0;
      if (trouble.kind === 'refused') return REFUSED_PAUSE_MS;
      inARow += 1;
      // The old one still serves; but a Slack that asks again and again is not hammered.
      if (trouble.kind === 'replaced' && inARow === 1) return 0;
      const grown = retryPauseMs(SCHEDULE, Math.min(inARow, triesOf(SCHEDULE) - 1), random) ?? 0;
      const asked = trouble.kind === 'replaced' ? 0 : (trouble.pauseMs ?? 0);
      return Math.max(grown, Math.min(asked, LONGEST_ASKED_MS));
    },
  };
}
