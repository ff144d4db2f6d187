import type { JobPayload } from '../../jobs/catalog.ts';
import { JobFailedForGood } from '../../jobs/job-queue.ts';
import { DeliveryError } from './delivery-error.ts';
import { decideDeliveryRetry } from './delivery-retry.ts';
import type { Messenger } from './messenger.ts';

/** The job that tells an owner, once and in private, that a channel gets no more reports. */
export function createTellOwnerHandler(messenger: Messenger) {
  return async function handleTellOwner({ userId, channelId, reason }: JobPayload<'owner.tell'>): Promise<void> {
    try {
      await messenger.send({ kind: 'direct-message', userId }, { kind: 'paused', channelId, reason });
    } catch (error) {
      const isFinal = error instanceof DeliveryError && decideDeliveryRetry(error).kind === 'never';
      // All else by the job's own pauses: nobody waits for this at a screen.
      throw isFinal ? new JobFailedForGood(error.message, { cause: error }) : error;
    }
  };
}
