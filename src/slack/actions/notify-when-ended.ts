import type { Message } from '../../messages/block-kit/message.ts';
import { renderWillPost } from '../../messages/subscriptions/subscription-notices.ts';
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
  const webinarId = /^id:(\d{9,11})$/.exec(report)?.[1];
  if (webinarId === undefined) throw badSubscription('occurrence', report);
  if (click.channelId === null) throw badSubscription('conversation', '');
  const check = await checkChannel(click.channelId, click.userId);
  const subscription = await subscriptions.add({
    channelId: click.channelId,
    filter: { kind: 'series', webinarId },
    minimumGrade: 'Good',
    once: true,
    createdBy: click.userId,
  });
  return renderWillPost(subscription, { isChecked: check === 'fine' });
}
