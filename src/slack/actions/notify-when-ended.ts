import { AppError } from '../../errors.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderWillPost } from '../../messages/subscriptions/subscription-notices.ts';
import { parseOccurrenceKey } from '../../webinar/occurrence.ts';
import type { ClickContext } from '../clicks/click.ts';
import type { SubscriptionDependencies } from '../subscribing.ts';

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
  if (ref?.kind !== 'id') throw refuse('occurrence');
  if (click.channelId === null) throw refuse('conversation');
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

function refuse(problem: 'occurrence' | 'conversation'): AppError {
  return new AppError({ kind: 'bad-subscription', problem, input: '' }, `cannot post there: ${problem}`);
}
