import { AppError, isOutcomeUnknown, toStorageTrouble } from '../../errors.ts';
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

/** @throws AppError when the bot cannot post in the channel, or somebody else has subscribed there: then nothing was stored */
export async function subscribe(
  place: Place,
  { filter, minimumGrade, channelId, live = false, toMe = false }: SubscribeCommand,
  { subscriptions, checkChannel, hashIdentity, openDirectMessage }: SubscriptionDependencies,
): Promise<Message> {
  const { userId, channelId: here } = place;
  const target = toMe ? await openDirectMessage(userId) : (channelId ?? here);
  const wanted = toFilter(filter, hashIdentity);
  const check = await checkChannel(target, userId);
  const kept = (await subscriptions.all()).filter(
    (one) => one.channelId === target && !one.once && isSameFilter(one.filter, wanted),
  );
  if (visibleTo(place, kept).length < kept.length) {
    throw new AppError({ kind: 'bad-subscription', problem: 'elsewhere', input: '' }, "somebody else's subscription");
  }
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
 * Works without Slack, so that a channel that is gone can be unsubscribed, too. From another channel only what the person
 * has subscribed to goes: whether he is in that channel is not known.
 */
export async function unsubscribe(
  place: Place,
  { filter, channelId, toMe = false }: UnsubscribeCommand,
  { subscriptions, hashIdentity, openDirectMessage }: SubscriptionDependencies,
): Promise<Message> {
  const target = toMe ? await openDirectMessage(place.userId) : (channelId ?? place.channelId);
  const ofChannel = visibleTo(place, await subscriptions.all()).filter((one) => one.channelId === target);
  const wanted = filter.kind === 'everything' ? null : toFilter(filter, hashIdentity);
  const meant = ofChannel.filter((one) => wanted === null || isSameFilter(one.filter, wanted));
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
