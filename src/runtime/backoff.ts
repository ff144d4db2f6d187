/** How often, and after which pauses, something that failed is tried again. */
export interface RetrySchedule {
  /** The pauses between the tries, in milliseconds: one less than there are tries. */
  readonly pausesMs: readonly number[];
  /** Each pause is multiplied by a random number between these two, so that what failed together does not come back together. */
  readonly jitter: readonly [from: number, to: number];
}

/** Pauses that double with every try up to a ceiling (exponential backoff). `tries` counts the first one, too. */
export function exponentialBackoff({
  tries,
  firstPauseMs,
  longestPauseMs,
  jitter = [0.5, 1],
}: {
  readonly tries: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly jitter?: RetrySchedule['jitter'];
}): RetrySchedule {
  const pausesMs = Array.from({ length: tries - 1 }, (_, failed) =>
    Math.min(longestPauseMs, firstPauseMs * 2 ** failed),
  );
  return { pausesMs, jitter };
}

/** Tries in all, at least 1. */
export function triesOf({ pausesMs }: RetrySchedule): number {
  return pausesMs.length + 1;
}

/**
 * The pause before the next try, in whole milliseconds; null when there is none.
 * @param failedTries tries that failed so far, from 1
 * @param random gives a number in [0, 1)
 */
export function retryPauseMs(
  { pausesMs, jitter: [from, to] }: RetrySchedule,
  failedTries: number,
  random: () => number,
): number | null {
  const pauseMs = pausesMs[failedTries - 1];
  return pauseMs === undefined ? null : Math.round(pauseMs * (from + random() * (to - from)));
}

/**
 * When to try next, counted from the first failure, so that all who met it come back together. A try that took its time
 * is not followed at once by the next one.
 * @param times milliseconds since 1970, and the least pause in milliseconds
 * @returns null when the schedule has run out
 */
export function nextScheduledTry(
  { pausesMs }: RetrySchedule,
  { firstFailureAt, now, leastPauseMs }: { firstFailureAt: number; now: number; leastPauseMs: number },
): number | null {
  let at = firstFailureAt;
  for (const pauseMs of pausesMs) {
    at += pauseMs;
    if (at >= now + leastPauseMs) return at;
  }
  return null;
}
