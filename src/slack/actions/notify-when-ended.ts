import type { Message } from '../../messages/block-kit/message.ts';
import { renderWillPost } from '../../messages/subscriptions/subscription-notices.ts';
import { parseOccurrenceKey } from '../../webinar/occurrence.ts';
import { badSubscription } from '../commands/bad-subscription.ts';
import type { SubscriptionDependencies } from '../commands/subscription-commands.ts';
import type { ClickContext } from './click.ts';

/**
 * "Post here when it ends": a subscription that is gone after one report.
 * @param report the button's `Occurrence.key`
 * @throws AppError when the bot cannot post there, or when the running webinar's number is not known
 */
export async function notifyWhenEnded(
  click: ClickContext,
  report: string,
  { subscriptions, checkChannel }: Pick<SubscriptionDependencies, 'subscriptions' | 'checkChannel'>,
): Promise<Message> {
  const ref = parseOccurrenceKey(report);
  if (ref?.kind !== 'id') throw badSubscription('occurrence', report);
  if (click.channelId === null) throw badSubscription('conversation', '');
  const check = await checkChannel(click.channelId, click.userId);
  const subscription = await subscriptions.add({
    channelId: click.channelId,
    filter: { kind: 'series', webinarId: ref.id },
    minimumGrade: 'Good',
    once: true,
    createdBy: click.userId,
  });
  return renderWillPost(subscription, { isChecked: check === 'fine' });
}
