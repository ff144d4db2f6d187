import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import { createSubscriptions } from '../reports/subscriptions/subscription-store.ts';
import type { Clock } from '../runtime/clock.ts';
import { createChannelCheck } from '../slack/client/channel-check.ts';
import type { SlackSender } from '../slack/client/slack-messenger.ts';
import type { SubscriptionDependencies } from '../slack/commands/subscription-commands.ts';
import type { Kv } from '../storage/kv.ts';
import { createIdentityHash } from './identity-hash.ts';

/** Who hears of which webinars, and whether the bot can post there. */
export function composeSubscribing({
  config,
  kv,
  clock,
  logger,
  client,
  sender,
}: {
  config: Config;
  kv: Kv;
  clock: Clock;
  logger: Logger;
  client: WebClient;
  sender: SlackSender;
}): SubscriptionDependencies {
  return {
    subscriptions: createSubscriptions({
      kv,
      clock,
      newId: () => randomUUID().replaceAll('-', ''),
      reportChannel: config.reports.channel,
    }),
    checkChannel: createChannelCheck({ client, sender, logger }),
    hashIdentity: createIdentityHash(config.zoom.clientSecret),
  };
}
