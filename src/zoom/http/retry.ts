import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';

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
    }
  | {
      readonly kind: 'limited';
      /** `unclear`: a 429 that does not say which limit. */
      readonly limit: 'second' | 'day' | 'unclear';
      readonly retryAfterMs: number | null;
      readonly detail: string;
    };

export interface PatienceDeps {
  readonly clock: Clock;
  readonly wait: Sleep;
  /** 0 to below 1. */
  readonly random: () => number;
  /** Zoom asked to slow down; reading goes on after this many milliseconds. */
  readonly onThrottled?: ((waitMs: number) => void) | undefined;
}

const MAX_TRIES = 3;
const MAX_UNCLEAR_TRIES = 3;
const UNCLEAR_GIVE_BACK_MS = 60_000;
/** The longest that failing tries with their pauses, and pauses for a limit, may hold up one call. */
const MAX_SPENT_MS = 60_000;

/**
 * Tries until it is done: what breaks is tried three times, a limit is waited for, both for at most a minute. Longer waits
 * belong to the job, which is given back.
 * @throws AppError `zoom-unavailable`, `zoom-limited` (with retryAt); the caller fills in the people read
 * @throws the signal's reason when it is aborted
 */
export async function tryPatiently<T>(
  attempt: () => Promise<Outcome<T>>,
  deps: PatienceDeps,
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
      const pauseMs = Math.max(outcome.retryAfterMs ?? 0, 1000 * 2 ** (brokenTries - 1) * (0.5 + deps.random()));
      brokenMs += outcome.durationMs + pauseMs;
      if (brokenTries >= MAX_TRIES || brokenMs > MAX_SPENT_MS) throw toUnavailable(outcome, brokenTries, deps.clock);
      await deps.wait(pauseMs, signal);
    } else {
      limitedTries += 1;
      const pauseMs = limitPauseMs(outcome, limitedTries, deps);
      limitedMs += pauseMs;
      if (limitedMs > MAX_SPENT_MS) throw toLimited(outcome, pauseMs, deps.clock);
      const jitteredMs = pauseMs + 200 * deps.random();
      deps.onThrottled?.(jitteredMs);
      await deps.wait(jitteredMs, signal);
    }
  }
}

/** A try that may do better next time. */
export type Broken = Extract<Outcome<never>, { kind: 'broken' }>;
type Limited = Extract<Outcome<never>, { kind: 'limited' }>;

function limitPauseMs(outcome: Limited, tries: number, { clock, random }: PatienceDeps): number {
  // An instant that has passed is no advice: going on at once would only meet the same limit.
  if (outcome.retryAfterMs) return outcome.retryAfterMs;
  if (outcome.limit === 'day') return nextUtcMidnight(clock.now()) - clock.now();
  if (outcome.limit === 'unclear' && tries >= MAX_UNCLEAR_TRIES) return UNCLEAR_GIVE_BACK_MS;
  return 1000 * 2 ** (tries - 1) * (1 + random());
}

/** Zoom's day ends at 00:00 UTC. */
export function nextUtcMidnight(nowMs: number): number {
  const dayMs = 86_400_000;
  return (Math.floor(nowMs / dayMs) + 1) * dayMs;
}

function toUnavailable(outcome: Broken, tries: number, clock: Clock): AppError {
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
  return limitedError(outcome.limit === 'day' ? 'day' : 'second', new Date(clock.now() + pauseMs), outcome.detail);
}

/** The work is given back until `retryAt`; how many people were read is for the caller to say. */
export function limitedError(limit: 'second' | 'day', retryAt: Date, detail: string): AppError {
  return new AppError(
    { kind: 'zoom-limited', limit, retryAt: retryAt.toISOString(), peopleRead: 0, peopleExpected: null },
    detail,
    { retryAt },
  );
}
