import type { Jobs } from '../../jobs/jobs.ts';
import type { Subscriptions } from '../subscriptions/subscription.ts';

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
