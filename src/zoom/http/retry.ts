import { AppError } from '../../errors.ts';
import { exponentialBackoff, retryPauseMs } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { nextUtcMidnight } from '../../runtime/utc-day.ts';
import { toLimitedError } from './zoom-errors.ts';

/** What one try came to. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'broken';
      /** For people: `503`, `no answer`, `an answer that made no sense`. */
      readonly last: string;
      readonly durationMs: number;
      readonly retryAfterMs: number | null;
      /** For the log. */
      readonly detail: string;
      /** What it is when the tries have not helped, where that is no outage of Zoom's. */
      readonly inTheEnd?: Error;
    }
  | {
      readonly kind: 'limited';
      /** `unclear`: a 429 that does not say which limit. */
      readonly limit: 'second' | 'day' | 'unclear';
      readonly retryAfterMs: number | null;
      readonly detail: string;
    };

export interface RetryDeps {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** 0 to below 1. */
  readonly random: () => number;
  /** Zoom asked to slow down; reading goes on after this many milliseconds. */
  readonly onThrottled?: ((waitMs: number) => void) | undefined;
}

/** The longest that failing tries with their pauses, and pauses for a limit, may hold up one call. */
const MAX_SPENT_MS = 60_000;
const BACKOFF = { firstPauseMs: 1_000, longestPauseMs: MAX_SPENT_MS } as const;
const BROKEN = exponentialBackoff({ ...BACKOFF, tries: 3, jitter: [0.5, 1.5] });
/** Where Zoom does not say how long. The seven tries of `second` take longer than is waited at most. */
const LIMITED = {
  second: exponentialBackoff({ ...BACKOFF, tries: 7, jitter: [1, 2] }),
  unclear: exponentialBackoff({ ...BACKOFF, tries: 3, jitter: [1, 2] }),
};
/** The job is given back for so long when these have run out. */
const GIVE_BACK_MS = 60_000;

/**
 * Tries until it is done: what breaks is tried three times, a limit is waited for, both for at most a minute. Longer waits
 * belong to the job, which is given back.
 * @throws AppError `zoom-unavailable`, `network`, `zoom-limited` (with retryAt); the caller fills in the people read
 * @throws the signal's reason when it is aborted
 */
export async function withRetries<T>(
  attempt: () => Promise<Outcome<T>>,
  deps: RetryDeps,
  signal?: AbortSignal,
): Promise<T> {
  let brokenTries = 0;
  let brokenMs = 0;
  let limitedTries = 0;
  let limitedMs = 0;
  for (;;) {
    const outcome = await attempt();
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.kind === 'broken') {
      brokenTries += 1;
      const backoffMs = retryPauseMs(BROKEN, brokenTries, deps.random);
      if (backoffMs === null) throw toUnavailable(outcome, brokenTries, deps.clock);
      const pauseMs = Math.max(outcome.retryAfterMs ?? 0, backoffMs);
      brokenMs += outcome.durationMs + pauseMs;
      if (brokenMs > MAX_SPENT_MS) throw toUnavailable(outcome, brokenTries, deps.clock);
      await deps.sleep(pauseMs, signal);
    } else {
      limitedTries += 1;
      const pauseMs = limitPauseMs(outcome, limitedTries, deps);
      limitedMs += pauseMs;
      if (limitedMs > MAX_SPENT_MS) throw toLimited(outcome, pauseMs, deps.clock);
      const jitteredMs = pauseMs + 200 * deps.random();
      deps.onThrottled?.(jitteredMs);
      await deps.sleep(jitteredMs, signal);
    }
  }
}

/** A try that may do better next time. */
export type Broken = Extract<Outcome<never>, { kind: 'broken' }>;
type Limited = Extract<Outcome<never>, { kind: 'limited' }>;

function limitPauseMs(outcome: Limited, tries: number, { clock, random }: RetryDeps): number {
  // An instant that has passed is no advice: going on at once would only meet the same limit.
  if (outcome.retryAfterMs) return outcome.retryAfterMs;
  if (outcome.limit === 'day') return nextUtcMidnight(clock.now()) - clock.now();
  return retryPauseMs(LIMITED[outcome.limit], tries, random) ?? GIVE_BACK_MS;
}

function toUnavailable(outcome: Broken, tries: number, clock: Clock): Error {
  if (outcome.inTheEnd) return outcome.inTheEnd;
  const now = clock.now();
  const retryAt = outcome.retryAfterMs ? new Date(now + outcome.retryAfterMs) : null;
  return new AppError(
    {
      kind: 'zoom-unavailable',
      last: outcome.last,
      tries,
      at: new Date(now).toISOString(),
      retryAt: retryAt?.toISOString() ?? null,
    },
    outcome.detail,
    { retryAt },
  );
}

function toLimited(outcome: Limited, pauseMs: number, clock: Clock): AppError {
  return toLimitedError(outcome.limit === 'day' ? 'day' : 'second', new Date(clock.now() + pauseMs), outcome.detail);
}
