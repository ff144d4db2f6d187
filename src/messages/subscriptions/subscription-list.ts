import type { KnownBlock } from '@slack/types';
import type { Subscription } from '../../reports/subscriptions/subscription.ts';
import { context, header, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { channelWords } from '../channel-words.ts';
import { personMention } from '../person-mention.ts';
import { slackDay } from '../text/dates.ts';
import { fitLines, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';
import { pauseWords } from './pause-words.ts';
import { subscriptionButton } from './subscription-button.ts';
import { filterWords, subscriptionWords } from './subscription-words.ts';

/** Of the twelve of a message; the others are the header, what was done, the rest, and the small print. */
const MAX_BLOCKS = 8;
const MAX_TEXT = 3000;
const HOW_TO = mrkdwn`\`/webinar-qos subscribe\` posts the report of every webinar in this channel when it has ended; \`/webinar-qos help\` shows how to choose some.`;

/** What a click on the list has just done. */
export type SubscriptionChange =
  | { readonly kind: 'removed' | 'resumed'; readonly subscription: Subscription }
  | { readonly kind: 'gone' };

/**
 * The subscriptions, each with its buttons. For one person's eyes only: it says who subscribed with `<@…>`, which shows
 * a name without notifying anybody in an ephemeral message, and would be a mention in any other.
 */
export function renderSubscriptionList(
  subscriptions: readonly Subscription[],
  change: SubscriptionChange | null = null,
): Message {
  const notice = change && changeWords(change);
  if (subscriptions.length === 0) {
    const empty = mrkdwn`There are no subscriptions of this channel, and none of yours in others.`;
    return createMessage(joinMrkdwn([notice, empty, HOW_TO], ' '), [
      header('Subscriptions – none'),
      notice && section(notice),
      section(joinMrkdwn([empty, HOW_TO], '\n')),
    ]);
  }
  const { blocks, rest } = fitBlocks(subscriptions);
  const lines = subscriptions.map(
    (one) => mrkdwn`${placeWords(one.channelId)} – ${subscriptionWords(one)}${state(one)}`,
  );
  const title = `Subscriptions – ${formatCount(subscriptions.length)}`;
  return createMessage(fitLines([...(notice ? [notice] : []), mrkdwn`${title}`, ...lines], MAX_TEXT), [
    header(title),
    notice && section(notice),
    ...blocks,
    rest.length === 0 ? null : section(restWords(rest)),
    context(['The subscriptions of this channel, and yours in others', 'only you see this']),
  ]);
}

/** Those with buttons come first; the rest are told of without. */
function fitBlocks(subscriptions: readonly Subscription[]): { blocks: KnownBlock[]; rest: readonly Subscription[] } {
  const blocks: KnownBlock[] = [];
  for (const [index, subscription] of subscriptions.entries()) {
    const own = subscriptionBlocks(subscription);
    if (blocks.length + own.length > MAX_BLOCKS) return { blocks, rest: subscriptions.slice(index) };
    blocks.push(...own);
  }
  return { blocks, rest: [] };
}

function restWords(rest: readonly Subscription[]): Mrkdwn {
  const title = mrkdwn`*${formatCount(rest.length)} more*, with buttons once some of these are removed, or in their own channel:`;
  const lines = rest.map((one) => mrkdwn`• ${placeWords(one.channelId)} – ${subscriptionWords(one)}${state(one)}`);
  return fitLines([title, ...lines], MAX_TEXT);
}

function subscriptionBlocks(subscription: Subscription): KnownBlock[] {
  const { id, channelId, createdBy, paused } = subscription;
  const words = joinMrkdwn(
    [
      mrkdwn`*${placeWords(channelId)}* – ${subscriptionWords(subscription)}`,
      paused === null ? null : pausedLine(paused),
      originWords(subscription),
    ],
    '\n',
  );
  const what = filterWords(subscription.filter);
  const buttons = [
    paused === null ? null : subscriptionButton('subscription.resume', id, `Resume ${what}`),
    // REPORT_CHANNEL is the operator's.
    createdBy === null ? null : subscriptionButton('subscription.remove', id, `Remove ${what}`),
  ].filter((button) => button !== null);
  const [first, ...others] = buttons;
  if (!first) return [section(words)];
  if (others.length === 0) return [{ ...section(words), accessory: first }];
  return [section(words), { type: 'actions', elements: buttons }];
}

function pausedLine(reason: string): Mrkdwn {
  const { why, remedy } = pauseWords(reason);
  const goOn = remedy === null ? mrkdwn`Click Resume, and it goes on as yours` : mrkdwn`${remedy}, then click Resume`;
  return mrkdwn`:double_vertical_bar: *Paused:* ${why}. ${goOn}.`;
}

function originWords({ createdBy, createdAt }: Subscription): Mrkdwn {
  if (createdBy === null) return mrkdwn`Set by the operator, since ${slackDay(createdAt)}`;
  return mrkdwn`By ${personMention(createdBy)}, since ${slackDay(createdAt)}`;
}

/** Direct messages are listed for nobody but the one who has them. */
function placeWords(channelId: string): Mrkdwn {
  return channelId.startsWith('D') ? mrkdwn`Your direct messages with me` : channelWords(channelId);
}

function state({ paused }: Subscription): string {
  return paused === null ? '' : ' (paused)';
}

function changeWords(change: SubscriptionChange): Mrkdwn {
  switch (change.kind) {
    case 'gone':
      return mrkdwn`This subscription was removed before.`;
    case 'removed':
      return mrkdwn`Removed: ${placeWords(change.subscription.channelId)} no longer gets the report of ${subscriptionWords(change.subscription)}.`;
    case 'resumed':
      return mrkdwn`Resumed: ${placeWords(change.subscription.channelId)} gets the report of ${subscriptionWords(change.subscription)} again.`;
  }
}
