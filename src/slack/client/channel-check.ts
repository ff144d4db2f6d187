import type { WebClient } from '@slack/web-api';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import { toDeliveryError } from './slack-errors.ts';
import type { SlackMessenger } from './slack-messenger.ts';

/** The store needs a part of Slack's three seconds, too. */
const ANSWER_WITHIN_MS = 1_500;

/**
 * Asks Slack whether the bot can post in a channel. `unchecked`: Slack did not say, so that only trying will tell.
 * @throws AppError `slack-channel` or `bad-subscription` when it cannot, with the words for the person
 */
export type ChannelCheck = (channelId: string, userId: string) => Promise<'fine' | 'unchecked'>;

export function createChannelCheck({
  client,
  messenger,
  logger,
}: {
  client: WebClient;
  messenger: Pick<SlackMessenger, 'openDirectMessage'>;
  logger: Logger;
}): ChannelCheck {
  /** @throws DeliveryError with Slack's word for why nothing can be posted there */
  async function look(channelId: string): Promise<'fine' | 'unchecked'> {
    const { channel, response_metadata } = await client.conversations.info({ channel: channelId });
    if (channel?.is_archived) throw new DeliveryError('channel', 'is_archived');
    if (channel?.is_member) return 'fine';
    if (channel?.is_private !== false) throw new DeliveryError('channel', 'not_in_channel');
    // A public channel of which the bot is no member takes posts with one scope; where Slack does not name the scopes, nobody knows.
    const scopes = response_metadata?.scopes;
    if (scopes === undefined) return 'unchecked';
    if (scopes.includes('chat:write.public')) return 'fine';
    throw new DeliveryError('channel', 'not_in_channel');
  }

  /** conversations.info would need one more scope for direct messages; the bot's own can be found without. */
  async function isOwnConversation(channelId: string, userId: string): Promise<boolean> {
    return (await messenger.openDirectMessage(userId)) === channelId;
  }

  return async function checkChannel(channelId, userId) {
    try {
      if (channelId.startsWith('D')) {
        const isOwn = await withTimeout(isOwnConversation(channelId, userId), ANSWER_WITHIN_MS, late);
        if (!isOwn) {
          throw new AppError(
            { kind: 'bad-subscription', problem: 'conversation', input: '' },
            'not its own conversation',
          );
        }
        return 'fine';
      }
      return await withTimeout(look(channelId), ANSWER_WITHIN_MS, late);
    } catch (error) {
      if (error instanceof AppError && error.failure.kind === 'bad-subscription') throw error;
      const { kind, slackError } = toDeliveryError(error);
      if (kind === 'channel') {
        throw new AppError({ kind: 'slack-channel', channel: channelId, slackError }, `cannot post: ${slackError}`);
      }
      logger.warn({ slackError, err: error }, 'Slack did not say whether the bot can post in a channel');
      return 'unchecked';
    }
  };
}

function late(): DeliveryError {
  return new DeliveryError('passing', 'no answer in time');
}
