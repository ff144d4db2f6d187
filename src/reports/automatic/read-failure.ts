import { AppError, type Failure } from '../../errors.ts';
import type { Settle } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { WebinarSource } from '../../webinar/source.ts';
import type { Postponement, Postponements } from '../reading/read-retry.ts';
import type { Audience } from './recipients.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROWS_PER_CALL = 10;
/** Zoom may be out, or the day's quota used up by others, for so long; and a quota may be too small for ever. */
const PATIENCE_MS = 2 * DAY_MS;

/**
 * A read that would take the rest of the day's budget waits for the next day, as people who ask come first.
 * @throws AppError `zoom-limited`
 */
export async function keepWithinQuota(
  source: Pick<WebinarSource, 'callsLeftToday'>,
  { participantCount }: Occurrence,
  clock: Clock,
): Promise<void> {
  const left = await source.callsLeftToday();
  const needed = Math.ceil((participantCount ?? 1) / ROWS_PER_CALL);
  if (left === null || needed <= left) return;
  const retryAt = new Date(Math.floor(clock.now() / DAY_MS + 1) * DAY_MS);
  throw new AppError(
    {
      kind: 'zoom-limited',
      limit: 'day',
      retryAt: retryAt.toISOString(),
      peopleRead: 0,
      peopleExpected: participantCount,
    },
    `${needed} calls are needed, ${left} are left today`,
    { retryAt },
  );
}

/** A read that failed. */
export interface FailedRead {
  readonly settle: Settle;
  readonly occurrence: Occurrence;
  readonly context: JobContext;
  /** When the next delay has passed, milliseconds since 1970; null after the last. */
  readonly nextDueAt: number | null;
  readonly reference: string;
}

/**
 * Returns what is wrong when this read will not work; throws what may pass as a job to be run again, later or as the
 * queue tries. Missing data is no failure of the read: the next delay is the next try.
 */
export async function settleFailure(
  deps: { postponements: Postponements; audience: Audience; clock: Clock; logger: Logger },
  error: unknown,
  read: FailedRead,
): Promise<Failure> {
  if (!(error instanceof AppError) || error.failure.kind === 'storage-unavailable') {
    if (!read.context.lastAttempt) throw error;
    return error instanceof AppError ? error.failure : { kind: 'internal' };
  }
  const later = await findLater(deps, error, read);
  if (!later) return error.failure;
  const { settle, occurrence, reference } = read;
  deps.logger.warn(
    { ref: reference, occurrence: settle.uuid, step: settle.step, until: later.at.toISOString(), err: error },
    'the read of a webinar is postponed',
  );
  if (later.isTold) {
    await deps.audience.post(settle, occurrence, { kind: 'failure', failure: later.failure, reference }, false);
  }
  throw new JobDelayed(later.at);
}

/** `isTold`: so late that the channels should know. */
async function findLater(
  { postponements, clock }: { postponements: Postponements; clock: Clock },
  error: AppError,
  { settle, nextDueAt }: FailedRead,
): Promise<(Postponement & { readonly isTold: boolean }) | null> {
  const { failure } = error;
  const now = clock.now();
  if (now - settle.countedFrom > PATIENCE_MS) return null;
  if (failure.kind === 'zoom-limited') {
    const later = await postponements.decide(postponementOf(settle), error);
    return later && { ...later, isTold: failure.limit === 'day' };
  }
  if (failure.kind !== 'zoom-unavailable') return null;
  const later = await postponements.decide(postponementOf(settle), error);
  if (later) {
    // No longer than until the next read is due anyway.
    const at = new Date(Math.max(Math.min(later.at.getTime(), nextDueAt ?? Number.POSITIVE_INFINITY), now + SECOND_MS));
    return { ...later, at, isTold: false };
  }
  // Longer than anybody waits who asked. Here nobody has to ask again.
  const at = new Date(now + HOUR_MS);
  return { at, failure: { ...failure, retryAt: at.toISOString() }, isTold: nextDueAt === null };
}

/** Apart from those who asked for the same webinar: they have been told when it is tried again. */
export function postponementOf({ uuid }: Settle): string {
  return `settle-${uuid}`;
}

/** After the last delay "not yet" has become "not at all". */
export function lastWord(failure: Failure, { webinarId, key, topic }: Occurrence): Failure {
  const isMissing = ['too-early', 'no-data', 'not-found', 'still-running'].includes(failure.kind);
  return isMissing ? { kind: 'no-data', webinar: webinarId ?? key, topic } : failure;
}
