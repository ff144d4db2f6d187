import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import { isInterruption, JobDelayed, JobFailedForGood, JobLeft } from './job-queue.ts';

/** Longer than what it is about is kept: questions for three days, webinars that ended for fourteen. */
const LEFT_FOR_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * Does with the job what its handler threw for, and gives what BullMQ has to be thrown then; null when the job is done with. All else is a
 * try that failed.
 */
export async function toBullmqError(
  error: unknown,
  { job, token, signal }: { job: Job; token: string | undefined; signal: AbortSignal },
): Promise<unknown> {
  if (error instanceof JobLeft) {
    // Kept, they would gather for as long as only an older version runs.
    if (job.repeatJobKey !== undefined) return null;
    if (error.at.getTime() - job.timestamp > LEFT_FOR_MS) return new UnrecoverableError('nobody came who knows it');
  }
  if (error instanceof JobDelayed) {
    await job.moveToDelayed(error.at.getTime(), token);
    return new DelayedError(error.message);
  }
  if (isInterruption(error, signal)) {
    // Neither moving counts as an attempt, and this one puts the job first in line.
    await job.moveToWait(token);
    return new WaitingError(error.message);
  }
  if (error instanceof JobFailedForGood) return Object.assign(new UnrecoverableError(error.message), { cause: error });
  return error;
}
