import type { OwnerPause, Subscription } from '../../reports/subscriptions/subscription.ts';
import { section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { channelWords } from '../channel-words.ts';
import { fitLines, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { pauseWords } from './pause-words.ts';
import { subscriptionWords } from './subscription-words.ts';

const MAX_LIST = 1500;

/**
 * Subscriptions were paused because whoever made them may not ask any more. In the channel nobody is named: it is the
 * business of who can go on with them.
 */
export function renderOwnerGone({
  to,
  reason,
  subscriptions,
}: {
  readonly to: 'owner' | 'channel';
  readonly reason: OwnerPause;
  readonly subscriptions: readonly Subscription[];
}): Message {
  const message = to === 'owner' ? toOwner(subscriptions) : toChannel(subscriptions, reason);
  return createMessage(message, [section(message)]);
}

function toChannel(subscriptions: readonly Subscription[], reason: OwnerPause): Mrkdwn {
  const { why } = pauseWords(reason);
  const goOn = mrkdwn`Anybody who may ask me can go on: type \`/webinar-qos subscriptions\` here and click Resume.`;
  const [only, ...others] = subscriptions.map(subscriptionWords);
  if (only !== undefined && others.length === 0)
    return joinMrkdwn([mrkdwn`This channel no longer gets the report of ${only}: ${why}.`, goOn], ' ');
  const list = listed(subscriptions.map((one) => mrkdwn`• ${subscriptionWords(one)}`));
  return joinMrkdwn([mrkdwn`This channel no longer gets the reports of these: ${why}.`, list, goOn], '\n');
}

function toOwner(subscriptions: readonly Subscription[]): Mrkdwn {
  const list = listed(subscriptions.map((one) => mrkdwn`• ${placeWords(one.channelId)} – ${subscriptionWords(one)}`));
  return joinMrkdwn(
    [
      mrkdwn`You may not ask me for webinar reports any more, so what you have subscribed is paused:`,
      list,
      mrkdwn`\`/webinar-qos\` tells you who may ask. Once you may again, type \`/webinar-qos subscriptions\` and click Resume; in a channel others who may ask can do that, too.`,
    ],
    '\n',
  );
}

function listed(lines: readonly Mrkdwn[]): Mrkdwn {
  return fitLines(lines, MAX_LIST);
}

function placeWords(channelId: string): Mrkdwn {
  return channelId.startsWith('D') ? mrkdwn`Direct messages with me` : channelWords(channelId);
}
