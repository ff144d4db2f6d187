import type { Subscription } from '../../reports/subscriptions/subscription.ts';
import { section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { channelWords } from '../channel-words.ts';
import { fitLines, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';
import { pauseWords } from './pause-words.ts';
import { filterWords, removalWords, subscriptionWords } from './subscription-words.ts';

const MAX_LIST = 2000;

/**
 * To the person who subscribed.
 * @param isHere whether it was typed in the channel that gets the reports
 * @param isChecked false when Slack could not say whether the bot may post there
 */
export function renderSubscribed(
  subscription: Subscription,
  { isHere, isChecked }: { isHere: boolean; isChecked: boolean },
): Message {
  const place = channelWords(subscription.channelId);
  return notice(
    joinMrkdwn(
      [
        mrkdwn`From now on ${place} gets the report of ${subscriptionWords(subscription)}.`,
        isChecked
          ? null
          : mrkdwn`Whether I may post there could not be checked with Slack: if I am no member, type \`/invite @Webinar QoS\` there.`,
        removalWords(subscription, isHere),
      ],
      ' ',
    ),
  );
}

/** To the person who clicked "Post here when it ends". */
export function renderWillPost(subscription: Subscription, { isChecked }: { isChecked: boolean }): Message {
  const unchecked = mrkdwn`Whether I may post here could not be checked with Slack: if I am no member, type \`/invite @Webinar QoS\`.`;
  return notice(
    joinMrkdwn(
      [
        mrkdwn`I will post the report of ${filterWords(subscription.filter)} here when it has ended and Zoom has its data.`,
        isChecked ? null : unchecked,
        mrkdwn`\`/webinar-qos subscriptions\` takes that back.`,
      ],
      ' ',
    ),
  );
}

/**
 * To the person who unsubscribed.
 * @param staying the channel's other subscriptions, as far as the person may see them
 * @param isHere whether it was typed in the channel itself
 */
export function renderUnsubscribed(
  channelId: string,
  removed: readonly Subscription[],
  staying: readonly Subscription[],
  { isHere }: { isHere: boolean },
): Message {
  const place = channelWords(channelId);
  const [only, ...others] = removed.map(subscriptionWords);
  if (only === undefined) {
    const nothing = isHere
      ? mrkdwn`There is no such subscription of ${place}.`
      : mrkdwn`There is no such subscription of yours for ${place}. What others have subscribed to is removed in that channel.`;
    return notice(joinMrkdwn([nothing, stayingWords(staying)], ' '));
  }
  const what =
    others.length === 0
      ? mrkdwn`Removed: ${place} no longer gets the report of ${only}.`
      : mrkdwn`Removed: ${place} no longer gets the reports of these.\n${fitLines(
          [only, ...others].map((words) => mrkdwn`• ${words}`),
          MAX_LIST,
        )}`;
  return notice(joinMrkdwn([what, stayingWords(staying)], others.length === 0 ? ' ' : '\n'));
}

function stayingWords(staying: readonly Subscription[]): Mrkdwn | null {
  const builtIn = staying.some(({ createdBy }) => createdBy === null)
    ? mrkdwn`It still gets every report: the operator has set it so.`
    : null;
  const others = staying.filter(({ createdBy }) => createdBy !== null).length;
  const rest =
    others === 0
      ? null
      : mrkdwn`${others === 1 ? '1 other is' : `${formatCount(others)} others are`} there: \`/webinar-qos subscriptions\` lists and removes them.`;
  return builtIn === null && rest === null ? null : joinMrkdwn([builtIn, rest], ' ');
}

/** The direct message to the owner of subscriptions that were paused: what happened, and how to go on. */
export function renderSubscriptionsPaused({ channelId, reason }: { channelId: string; reason: string }): Message {
  const { why, remedy } = pauseWords(reason);
  const goOn = mrkdwn`type \`/webinar-qos subscriptions\` and click Resume`;
  return notice(
    mrkdwn`I have stopped posting webinar reports in ${channelWords(channelId)}: ${why}. Your subscription is kept, but paused. ${remedy === null ? mrkdwn`To go on, ${goOn}` : mrkdwn`${remedy}, then ${goOn}`}.`,
  );
}

function notice(sentence: Mrkdwn): Message {
  return createMessage(sentence, [section(sentence)]);
}
