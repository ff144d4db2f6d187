import type { AppError, Failure } from '../../errors.ts';
import type { JobPayload } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { logReadRetry, type ReadRetries, type ReadRetry, toReadError } from '../reading/read-retry.ts';
import type { Recipients } from './recipients.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
/** Zoom may be out, or the daily quota used up by others, for so long; and a quota may be too small for ever. */
const GIVE_UP_AFTER_MS = 48 * HOUR_MS;

type Ended = JobPayload<'report.automatic'>;

/** A read that failed. */
export interface FailedRead {
  readonly ended: Ended;
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
export async function handleFailedRead(
  deps: { readRetries: ReadRetries; recipients: Recipients; clock: Clock; logger: Logger },
  error: unknown,
  read: FailedRead,
): Promise<Failure> {
  const known = toReadError(error, read.context);
  const retry = await findRetry(deps, known, read);
  if (!retry) return known.failure;
  const { ended, occurrence, reference } = read;
  logReadRetry(deps.logger, retry, error, { ref: reference, occurrence: ended.uuid, step: ended.step });
  if (retry.isTold) {
    await deps.recipients.post(ended, occurrence, { kind: 'failure', failure: retry.failure, reference }, false);
  }
  throw new JobDelayed(retry.at);
}

/** `isTold`: so late that the channels should know. */
async function findRetry(
  { readRetries, clock }: { readRetries: ReadRetries; clock: Clock },
  error: AppError,
  { ended, nextDueAt }: FailedRead,
): Promise<(ReadRetry & { readonly isTold: boolean }) | null> {
  const { failure } = error;
  const now = clock.now();
  if (now - ended.countedFrom > GIVE_UP_AFTER_MS) return null;
  if (failure.kind === 'zoom-limited') {
    const retry = await readRetries.decide(readName(ended), error);
    return retry && { ...retry, isTold: failure.limit === 'day' };
  }
  if (failure.kind !== 'zoom-unavailable') return null;
  const retry = await readRetries.decide(readName(ended), error);
  if (retry) {
    // No longer than until the next read is due anyway.
    const at = new Date(Math.max(Math.min(retry.at.getTime(), nextDueAt ?? Number.POSITIVE_INFINITY), now + SECOND_MS));
    return { ...retry, at, isTold: false };
  }
  // Longer than anybody waits who asked. Here nobody has to ask again.
  const at = new Date(now + HOUR_MS);
  return { at, failure: { ...failure, retryAt: at.toISOString() }, isTold: nextDueAt === null };
}

/** Apart from those who asked for the same webinar: they have been told when it is tried again. */
export function readName({ uuid }: Pick<Ended, 'uuid'>): string {
  return `automatic-${uuid}`;
}

/** After the last delay "not yet" has become "not at all". */
export function lastWord(failure: Failure, { webinarId, key, topic }: Occurrence): Failure {
  const isMissing = ['too-early', 'no-data', 'not-found', 'still-running'].includes(failure.kind);
  return isMissing ? { kind: 'no-data', webinar: webinarId ?? key, topic } : failure;
}
