import type { IsInChannel } from '../access/channel-membership.ts';
import { AppError } from '../errors.ts';
import type { Subscriptions } from '../reports/subscriptions/subscription.ts';
import type { HashIdentity } from '../webinar/host-key.ts';
import type { ChannelCheck } from './client/channel-check.ts';

/** What commands and buttons about subscriptions need. */
export interface SubscriptionDependencies {
  readonly subscriptions: Subscriptions;
  readonly checkChannel: ChannelCheck;
  readonly isInChannel: IsInChannel;
  /** The person's conversation with the bot. @throws DeliveryError */
  readonly openDirectMessage: (userId: string) => Promise<string>;
  /** One-way, keyed, the same in all replicas. */
  readonly hashIdentity: HashIdentity;
}

/** The words for somebody who would change what a channel gets in which he is not. */
export function notAMember(channelId: string): AppError {
  const failure = { kind: 'bad-subscription', problem: 'not-a-member', input: channelId } as const;
  return new AppError(failure, 'a channel of which the person is no member');
}
