import type { WebClient } from '@slack/web-api';
import type { IsInChannel } from '../../access/channel-membership.ts';
import { createSubscriptions } from '../../reports/subscriptions/subscription-store.ts';
import { newId } from '../../runtime/new-id.ts';
import { createChannelCheck } from '../../slack/client/channel-check.ts';
import type { SlackMessenger } from '../../slack/client/slack-messenger.ts';
import type { SubscriptionDependencies } from '../../slack/subscribing.ts';
import type { HashIdentity } from '../../webinar/host-key.ts';
import type { Foundation } from '../foundation.ts';

/** Who hears of which webinars, and whether the bot can post there. */
export function composeSubscriptions({
  config,
  kv,
  clock,
  logger,
  client,
  messenger,
  hashIdentity,
  isInChannel,
}: Foundation & {
  client: WebClient;
  messenger: SlackMessenger;
  hashIdentity: HashIdentity;
  isInChannel: IsInChannel;
}): SubscriptionDependencies {
  return {
    subscriptions: createSubscriptions({ kv, clock, newId, reportChannel: config.reports.channel }),
    checkChannel: createChannelCheck({ client, messenger, logger }),
    openDirectMessage: (userId) => messenger.openDirectMessage(userId),
    hashIdentity,
    isInChannel,
  };
}
