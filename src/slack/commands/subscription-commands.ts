import type { Message } from '../../messages/block-kit/message.ts';
import { renderSubscriptionList } from '../../messages/subscriptions/subscription-list.ts';
import { renderSubscribed, renderUnsubscribed } from '../../messages/subscriptions/subscription-notices.ts';
import { maskAddresses } from '../../messages/text/mask.ts';
import { isSameFilter } from '../../reports/subscriptions/match-subscription.ts';
import type { Subscription, SubscriptionFilter, Subscriptions } from '../../reports/subscriptions/subscription.ts';
import { type Place, visibleTo } from '../../reports/subscriptions/visible-subscriptions.ts';
import { type HashIdentity, hostKeyOfEmail, hostKeyOfUser } from '../../webinar/host-key.ts';
import type { SubscriptionDependencies } from '../subscribing.ts';
import type { SubscribeCommand, UnsubscribeCommand, WantedFilter } from './parse-subscription.ts';

/** @throws AppError when the bot cannot post in the channel: then nothing was stored */
export async function subscribe(
  { userId, channelId: here }: Place,
  { filter, minimumGrade, channelId }: SubscribeCommand,
  { subscriptions, checkChannel, hashIdentity }: SubscriptionDependencies,
): Promise<Message> {
  const target = channelId ?? here;
  const check = await checkChannel(target, userId);
  const subscription = await subscriptions.add({
    channelId: target,
    filter: toFilter(filter, hashIdentity),
    minimumGrade,
    once: false,
    createdBy: userId,
  });
  return renderSubscribed(subscription, { isHere: target === here, isChecked: check === 'fine' });
}

/** Works without Slack, so that a channel that is gone can be unsubscribed, too. */
export async function unsubscribe(
  { channelId: here }: Place,
  { filter, channelId }: UnsubscribeCommand,
  { subscriptions, hashIdentity }: SubscriptionDependencies,
): Promise<Message> {
  const target = channelId ?? here;
  const ofChannel = (await subscriptions.all()).filter((one) => one.channelId === target);
  const wanted = filter.kind === 'everything' ? null : toFilter(filter, hashIdentity);
  const removed: Subscription[] = [];
  const staying: Subscription[] = [];
  for (const one of ofChannel) {
    const isMeant = wanted === null || isSameFilter(one.filter, wanted);
    const gone = isMeant ? await subscriptions.remove(one.id) : null;
    if (gone) removed.push(gone);
    else staying.push(one);
  }
  return renderUnsubscribed(target, removed, staying);
}

export async function listSubscriptions(place: Place, subscriptions: Subscriptions): Promise<Message> {
  return renderSubscriptionList(visibleTo(place, await subscriptions.all()));
}

/** The host's address ends here: what is kept is a hash, and what is shown is masked. */
function toFilter(filter: WantedFilter, hashIdentity: HashIdentity): SubscriptionFilter {
  if (filter.kind !== 'host') return filter;
  const { by, host } = filter;
  return {
    kind: 'host',
    // Parsed, so not blank.
    hostKey: (by === 'email' ? hostKeyOfEmail : hostKeyOfUser)(host, hashIdentity) ?? '',
    shown: by === 'email' ? maskAddresses(host) : `${host.slice(0, 6)}…`,
  };
}
