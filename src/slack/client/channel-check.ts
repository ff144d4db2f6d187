import type { WebClient } from '@slack/web-api';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { badSubscription } from '../commands/bad-subscription.ts';
import { inTime } from '../in-time.ts';
import { toDeliveryError } from './slack-errors.ts';
import type { SlackSender } from './slack-messenger.ts';

/** The store needs a part of Slack's three seconds, too. */
const ANSWER_WITHIN_MS = 1_500;

/**
 * Asks Slack whether the bot can post in a channel. `unchecked`: Slack did not say, so that only trying will tell.
 * @throws AppError `slack-channel` or `bad-subscription` when it cannot, with the words for the person
 */
export type ChannelCheck = (channelId: string, userId: string) => Promise<'fine' | 'unchecked'>;

export function createChannelCheck({
  client,
  sender,
  logger,
}: {
  client: WebClient;
  sender: Pick<SlackSender, 'openDirectMessage'>;
  logger: Logger;
}): ChannelCheck {
  /** Slack's word for why nothing can be posted there; null when something can. */
  async function refusalOf(channelId: string): Promise<string | null> {
    const { channel, response_metadata } = await client.conversations.info({ channel: channelId });
    if (channel?.is_archived) return 'is_archived';
    if (channel?.is_member) return null;
    const scopes = response_metadata?.scopes ?? [];
    return channel?.is_private === false && scopes.includes('chat:write.public') ? null : 'not_in_channel';
  }

  /** conversations.info would need one more scope for direct messages; the bot's own can be found without. */
  async function isOwnConversation(channelId: string, userId: string): Promise<boolean> {
    return (await sender.openDirectMessage(userId)) === channelId;
  }

  return async function checkChannel(channelId, userId) {
    let refusal: string | null;
    try {
      if (channelId.startsWith('D')) {
        const isOwn = await inTime(isOwnConversation(channelId, userId), ANSWER_WITHIN_MS);
        if (!isOwn) throw badSubscription('conversation', '');
        return 'fine';
      }
      refusal = await inTime(refusalOf(channelId), ANSWER_WITHIN_MS);
    } catch (error) {
      if (error instanceof AppError && error.failure.kind === 'bad-subscription') throw error;
      const { slackError } = toDeliveryError(error);
      if (slackError !== 'channel_not_found') {
        logger.warn({ slackError, err: error }, 'Slack did not say whether the bot can post in a channel');
        return 'unchecked';
      }
      // A private channel of which the bot is no member.
      refusal = slackError;
    }
    if (refusal === null) return 'fine';
    throw new AppError({ kind: 'slack-channel', channel: channelId, slackError: refusal }, `cannot post: ${refusal}`);
  };
}
