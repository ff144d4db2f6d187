import { describe, expect, it } from 'vitest';
import { JobDelayed, JobFailedForGood } from '../../../../src/jobs/job-queue.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { decideDeliveryRetry, toJobError } from '../../../../src/reports/delivery/delivery-retry.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const DAY_MS = 24 * 3_600_000;
const refusal = (kind: DeliveryError['kind'], retryAfterMs: number | null = null) =>
  new DeliveryError(kind, 'made up', { retryAfterMs });

describe('when something that Slack did not take is tried again', () => {
  it.each([
    ['passing', null, { kind: 'again' }],
    ['passing', 0, { kind: 'later', pauseMs: 1_000 }],
    ['passing', 1_001, { kind: 'later', pauseMs: 1_001 }],
    ['passing', 3_600_001, { kind: 'later', pauseMs: 3_600_000 }],
    ['auth', null, { kind: 'later', pauseMs: 600_000 }],
    ['auth', 15_000, { kind: 'later', pauseMs: 15_000 }],
    ['gone', null, { kind: 'never' }],
    ['channel', null, { kind: 'never' }],
    ['final', null, { kind: 'never' }],
    // Whatever else Slack says: the same would be refused again.
    ['final', 1_000, { kind: 'never' }],
  ] as const)('%s, Slack names %j ms: %j', (kind, retryAfterMs, expected) => {
    expect(decideDeliveryRetry(refusal(kind, retryAfterMs))).toEqual(expected);
  });
});

describe('what a job throws', () => {
  const at = (error: DeliveryError, ageMs: number) => toJobError(error, { now: NOON, dueSince: NOON - ageMs });

  it('is the error itself where the queue has pauses of its own', () => {
    const error = refusal('passing');
    expect(at(error, 3 * DAY_MS)).toBe(error);
  });

  it.each([
    ['auth', 600_000, DAY_MS],
    // Slack said when: that is no refusal, however long it takes.
    ['passing', 5_000, 3 * DAY_MS],
  ] as const)('is a delay counted from now: %s', (kind, pauseMs, ageMs) => {
    const thrown = at(refusal(kind, pauseMs), ageMs);
    expect(thrown).toBeInstanceOf(JobDelayed);
    expect(thrown).toMatchObject({ at: new Date(NOON + pauseMs) });
  });

  it.each([
    ['auth', DAY_MS + 1],
    ['gone', 0],
    ['channel', 0],
    ['final', 0],
  ] as const)('is the end, with its cause: %s after %i ms', (kind, ageMs) => {
    const error = refusal(kind);
    const thrown = at(error, ageMs);
    expect(thrown).toBeInstanceOf(JobFailedForGood);
    expect(thrown.cause).toBe(error);
  });
});
