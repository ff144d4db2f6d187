import type { JobPayload } from '../../jobs/catalog.ts';
import { JobFailedForGood } from '../../jobs/job-queue.ts';
import { isOwnerPause, type Subscriptions } from '../subscriptions/subscription.ts';
import type { Content } from './content.ts';
import { DeliveryError } from './delivery-error.ts';
import { decideDeliveryRetry } from './delivery-retry.ts';
import type { Destination, Messenger } from './messenger.ts';

type TellOwner = JobPayload<'owner.tell'>;

/** The job that tells, once, that subscriptions are paused: their owner in private, or the channel whose owner is gone. */
export function createTellOwnerHandler({
  messenger,
  subscriptions,
}: {
  messenger: Messenger;
  subscriptions: Pick<Subscriptions, 'all'>;
}) {
  return async function handleTellOwner(payload: TellOwner): Promise<void> {
    const { userId, channelId, to = 'owner' } = payload;
    const content = await contentOf(payload, subscriptions);
    if (content === null) return;
    const destination: Destination =
      to === 'channel' ? { kind: 'channel', channelId } : { kind: 'direct-message', userId };
    try {
      await messenger.send(destination, content);
    } catch (error) {
      const isFinal = error instanceof DeliveryError && decideDeliveryRetry(error).kind === 'never';
      // All else by the job's own pauses: nobody waits for this at a screen.
      throw isFinal ? new JobFailedForGood(error.message, { cause: error }) : error;
    }
  };
}

/** null when there is nothing to tell any more: all of it was removed, or somebody else has gone on with it. */
async function contentOf(
  { userId, channelId, reason, to = 'owner' }: TellOwner,
  subscriptions: Pick<Subscriptions, 'all'>,
): Promise<Content | null> {
  if (!isOwnerPause(reason)) return { kind: 'paused', channelId, reason };
  const own = (await subscriptions.all()).filter(
    (one) =>
      one.createdBy === userId &&
      (to === 'owner' || one.channelId === channelId) &&
      // Not yet paused when the job was quicker than who stored it.
      (one.paused === null || one.paused === reason),
  );
  return own.length === 0 ? null : { kind: 'owner-gone', to, reason, subscriptions: own };
}
