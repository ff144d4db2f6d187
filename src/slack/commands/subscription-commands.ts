import { isOutcomeUnknown, toStorageTrouble } from '../../errors.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderSubscriptionList } from '../../messages/subscriptions/subscription-list.ts';
import { renderSubscribed, renderUnsubscribed } from '../../messages/subscriptions/subscription-notices.ts';
import { maskAddresses } from '../../messages/text/mask.ts';
import { isSameFilter } from '../../reports/subscriptions/match-subscription.ts';
import type { Subscription, SubscriptionFilter, Subscriptions } from '../../reports/subscriptions/subscription.ts';
import { type Place, visibleTo } from '../../reports/subscriptions/visible-subscriptions.ts';
import { type HashIdentity, hostKeyOfEmail, hostKeyOfUser } from '../../webinar/host-key.ts';
import { notAMember, type SubscriptionDependencies } from '../subscribing.ts';
import type { SubscribeCommand, UnsubscribeCommand, WantedFilter } from './parse-subscription.ts';

/**
 * Another channel than the one where it is typed takes orders only from those who are in it.
 * @throws AppError when the bot cannot post in the channel, or the person is not in it: then nothing was stored
 */
export async function subscribe(
  place: Place,
  { filter, minimumGrade, channelId, live = false, toMe = false }: SubscribeCommand,
  { subscriptions, checkChannel, isInChannel, hashIdentity, openDirectMessage }: SubscriptionDependencies,
): Promise<Message> {
  const { userId, channelId: here } = place;
  const target = toMe ? await openDirectMessage(userId) : (channelId ?? here);
  const wanted = toFilter(filter, hashIdentity);
  const check = await checkChannel(target, userId);
  if (target !== here && !toMe && !(await isInChannel(userId, target))) throw notAMember(target);
  const subscription = await subscriptions.add({
    channelId: target,
    filter: wanted,
    minimumGrade,
    once: false,
    ...(live && { live }),
    createdBy: userId,
  });
  return renderSubscribed(subscription, { isHere: target === here, isChecked: check === 'fine' });
}

/**
 * From another channel what the person has subscribed to goes without asking Slack, so that a channel that is gone can be
 * unsubscribed, too; what others have subscribed to goes when the person is in that channel.
 * @throws AppError when nothing of the person's is there, and he is not in that channel
 */
export async function unsubscribe(
  place: Place,
  { filter, channelId, toMe = false }: UnsubscribeCommand,
  { subscriptions, isInChannel, hashIdentity, openDirectMessage }: SubscriptionDependencies,
): Promise<Message> {
  const target = toMe ? await openDirectMessage(place.userId) : (channelId ?? place.channelId);
  const wanted = filter.kind === 'everything' ? null : toFilter(filter, hashIdentity);
  const isMeant = (one: Subscription) => wanted === null || isSameFilter(one.filter, wanted);
  const all = (await subscriptions.all()).filter((one) => one.channelId === target);
  const ofPerson = visibleTo(place, all);
  const isOthers =
    target !== place.channelId && !toMe && !ofPerson.some((one) => one.createdBy !== null && isMeant(one));
  if (isOthers && !(await isInChannel(place.userId, target))) throw notAMember(target);
  const ofChannel = isOthers ? all : ofPerson;
  const meant = ofChannel.filter(isMeant);
  const removed = await removeAll(meant, subscriptions);
  const staying = ofChannel.filter(({ id }) => !removed.some((gone) => gone.id === id));
  return renderUnsubscribed(target, removed, staying, { isHere: target === place.channelId });
}

/** At the same time: each takes its time, and the person's is short. */
async function removeAll(meant: readonly Subscription[], subscriptions: Subscriptions): Promise<Subscription[]> {
  const outcomes = await Promise.allSettled(meant.map(({ id }) => subscriptions.remove(id)));
  const removed = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? (outcome.value ?? []) : []));
  const errors: unknown[] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length === 0) return removed;
  const error = errors.find(isOutcomeUnknown) ?? errors[0];
  // Some are gone already: "nothing was done" would be wrong.
  throw removed.length === 0
    ? error
    : toStorageTrouble(error, { kind: 'storage-outcome-unknown', asked: 'subscription' });
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
