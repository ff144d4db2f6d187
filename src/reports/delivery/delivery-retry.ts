import { JobDelayed, JobFailedForGood } from '../../jobs/job-queue.ts';
import type { DeliveryError } from './delivery-error.ts';

/** Waiting does not use up a try, so it must never be for nothing; nor is Slack believed to need longer than this. */
const LEAST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** What Slack refuses the bot is the operator's work; until then nothing is hammered and nothing is lost. */
const AUTH_PAUSE_MS = 10 * 60_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * What an answer of Slack's means for the next try. `again`: soon, after the caller's own pauses. `later`: not before
 * Slack, or an operator, can have changed something. `never`: the same would be refused again.
 */
export type DeliveryRetry =
  | { readonly kind: 'again' }
  | { readonly kind: 'later'; readonly pauseMs: number }
  | { readonly kind: 'never' };

/** The one place that decides it, for jobs and for clicks. */
export function decideDeliveryRetry({ kind, retryAfterMs }: DeliveryError): DeliveryRetry {
  switch (kind) {
    case 'passing':
      if (retryAfterMs === null) return { kind: 'again' };
      return { kind: 'later', pauseMs: Math.min(Math.max(retryAfterMs, LEAST_PAUSE_MS), LONGEST_PAUSE_MS) };
    case 'auth':
      return { kind: 'later', pauseMs: retryAfterMs ?? AUTH_PAUSE_MS };
    case 'gone':
    case 'channel':
    case 'final':
      return { kind: 'never' };
  }
}

/**
 * What a delivery job throws, so that the queue does what was decided.
 * @param times milliseconds since 1970; `dueSince`: when there was first something to deliver
 */
export function toJobError(error: DeliveryError, { now, dueSince }: { now: number; dueSince: number }): Error {
  const retry = decideDeliveryRetry(error);
  if (retry.kind === 'again') return error;
  const isTooOld = error.kind === 'auth' && now - dueSince > GIVE_UP_AFTER_MS;
  if (retry.kind === 'never' || isTooOld) return new JobFailedForGood(error.message, { cause: error });
  return new JobDelayed(new Date(now + retry.pauseMs));
}
