import type { Subscriptions } from '../reports/subscriptions/subscription.ts';
import type { HashIdentity } from '../webinar/host-key.ts';
import type { ChannelCheck } from './client/channel-check.ts';

/** What commands and buttons about subscriptions need. */
export interface SubscriptionDependencies {
  readonly subscriptions: Subscriptions;
  readonly checkChannel: ChannelCheck;
  /** The person's conversation with the bot. @throws DeliveryError */
  readonly openDirectMessage: (userId: string) => Promise<string>;
  /** One-way, keyed, the same in all replicas. */
  readonly hashIdentity: HashIdentity;
}
