import type { JobPayload } from '../../jobs/catalog.ts';
import { JobFailedForGood } from '../../jobs/job-queue.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Subscriptions } from '../subscriptions/subscription.ts';
import { DeliveryError } from './delivery-error.ts';
import { decideDeliveryRetry } from './delivery-retry.ts';
import type { Messenger } from './messenger.ts';

/**
 * A channel takes nothing any more, as when it was archived: pauses its subscriptions and has each owner told once,
 * however many they have there. The telling is stored first: a crash in between finds the subscriptions active and
 * stores it again, mostly under an id still taken.
 * @param reason Slack's word for it
 */
export async function pauseChannel(
  { subscriptions, jobs }: { subscriptions: Subscriptions; jobs: Jobs },
  channelId: string,
  reason: string,
): Promise<void> {
  const all = await subscriptions.all();
  const active = all.filter((one) => one.channelId === channelId && one.paused === null);
  const owners = new Set(active.flatMap(({ createdBy }) => createdBy ?? []));
  for (const userId of owners) {
    await jobs.enqueue('owner.tell', { userId, channelId, reason }, { id: `tell-${channelId}-${userId}` });
  }
  await subscriptions.pauseChannel(channelId, reason);
}

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
