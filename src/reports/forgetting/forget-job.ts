import type { JobPayload } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobFailedForGood } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Locks } from '../../storage/lock.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { decideDeliveryRetry } from '../delivery/delivery-retry.ts';
import { type ForgetRunDependencies, forgetRun } from './forget-run.ts';
import { type RemoveMessagesDependencies, removeMessages } from './remove-messages.ts';

/** Somebody reads the run just now, and would keep it after it was deleted. */
const LOOK_AGAIN_MS = 2_000;

export interface ForgetDependencies extends ForgetRunDependencies, RemoveMessagesDependencies {
  readonly locks: Locks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** First what is kept, whatever Slack does; then what stands in channels. */
export function createForgetHandler(deps: ForgetDependencies) {
  const { locks, clock, logger } = deps;
  return async function handleForget(run: JobPayload<'run.forget'>, context: JobContext): Promise<void> {
    const lock = await locks.acquire(keys.readLock(run.key), context.jobId);
    if (!lock) throw new JobDelayed(new Date(clock.now() + LOOK_AGAIN_MS));
    try {
      await forgetRun(deps, run);
    } finally {
      await lock.release();
    }
    logger.info({ occurrence: run.key }, 'what was kept of a run was deleted');
    try {
      await removeMessages(deps, run.key);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const retry = decideDeliveryRetry(error);
      if (retry.kind === 'later') throw new JobDelayed(new Date(clock.now() + retry.pauseMs));
      throw retry.kind === 'never' ? new JobFailedForGood(error.message, { cause: error }) : error;
    }
  };
}
