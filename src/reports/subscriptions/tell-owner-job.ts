import { TellPaused } from '../../jobs/catalog.ts';
import { JobFailedForGood } from '../../jobs/job-queue.ts';
import { type Courier, DeliveryError } from '../delivery/messenger.ts';

/** The job that tells an owner, once and in private, that a channel gets no more reports. */
export function createTellPausedHandler(courier: Courier) {
  return async function handleTellPaused(data: unknown): Promise<void> {
    const { userId, channelId, reason } = TellPaused.parse(data);
    try {
      await courier.sendDirectMessage(userId, { kind: 'paused', channelId, reason });
    } catch (error) {
      if (error instanceof DeliveryError && error.kind !== 'passing' && error.kind !== 'auth') {
        throw new JobFailedForGood(error.message, { cause: error });
      }
      throw error;
    }
  };
}
