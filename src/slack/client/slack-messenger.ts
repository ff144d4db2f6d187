import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../logger.ts';
import { hasNativeBlocks, type Message, withoutNativeBlocks } from '../../messages/block-kit/message.ts';
import { type ChannelNames, contentForChannel } from '../../messages/channel-names.ts';
import { renderContent, renderForChannel } from '../../messages/render-content.ts';
import type { Content } from '../../reports/delivery/content.ts';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import type { Destination, Messenger, PostedMessage } from '../../reports/delivery/messenger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { NativeData } from './native-data.ts';
import { postToResponseUrl } from './response-url.ts';
import type { SlackCalls } from './slack-calls.ts';
import { isFileGone, needsNewPost, refusedBlocks, wasDeleted } from './slack-errors.ts';

/** Where a message goes. A click's response_url puts it in the place of its own message, or beside that one; a command's beside it. */
type SlackDestination =
  | {
      readonly kind: 'response-url';
      readonly responseUrl: string;
      readonly as: keyof typeof RESPONSE_OPTIONS;
    }
  | { readonly kind: 'channel'; readonly channelId: string; readonly threadTs?: string }
  | { readonly kind: 'post'; readonly post: PostedMessage; readonly isEditOnly?: boolean };

/** Everything the bot sends goes through here: one try each, failures as DeliveryError. */
export interface SlackMessenger extends Messenger {
  /** The same for a message that is rendered already; charts and tables that Slack refuses are left out, then all blocks. */
  sendMessage(to: SlackDestination, message: Message): Promise<PostedMessage | null>;
  /** The message as it can stand in an acknowledgement, of which Slack does not say whether it took it. */
  forAcknowledgement(message: Message): Promise<Message>;
  /** The person's conversation with the bot, as a channel ID. */
  openDirectMessage(userId: string): Promise<string>;
  /** Deletes a file that the bot has sent; one that is gone already is no failure. @throws DeliveryError */
  deleteFile(fileId: string): Promise<void>;
}

export function createSlackMessenger({
  client,
  calls,
  nativeData,
  clock,
  channelNames = 'names',
  logger,
}: {
  client: WebClient;
  calls: SlackCalls;
  nativeData: NativeData;
  clock: Clock;
  /** How people of webinars appear in channels. */
  channelNames?: ChannelNames;
  logger: Logger;
}): SlackMessenger {
  async function sendMessage(to: SlackDestination, given: Message): Promise<PostedMessage | null> {
    const message = await nativeData.fit(given);
    if (!hasNativeBlocks(message)) return sendInWords(to, message);
    try {
      const posted = await sendOnce(to, message);
      await nativeData.taken(message);
      return posted;
    } catch (error) {
      if (!(error instanceof DeliveryError) || !refusedBlocks(error)) throw error;
      const words = withoutNativeBlocks(message);
      return sendInWords(to, words, () => nativeData.refused(message, error));
    }
  }

  /** @param onTaken as it is, with its blocks */
  async function sendInWords(
    to: SlackDestination,
    message: Message,
    onTaken: () => Promise<void> = async () => undefined,
  ): Promise<PostedMessage | null> {
    try {
      const posted = await sendOnce(to, message);
      await onTaken();
      return posted;
    } catch (error) {
      if (!(error instanceof DeliveryError) || !refusedBlocks(error)) throw error;
      // Blocks that Slack refuses are our bug; the text still tells the person what matters.
      logger.error({ err: error.cause ?? error }, 'Slack refused the blocks of a message; sent as plain text');
      return sendOnce(to, { text: message.text, blocks: [] });
    }
  }

  function sendOnce(to: SlackDestination, message: Message): Promise<PostedMessage | null> {
    switch (to.kind) {
      case 'response-url':
        return respond(to, message);
      case 'channel':
        return post(to, message);
      case 'post':
        return update(to, message);
    }
  }

  async function respond(
    { responseUrl, as }: Extract<SlackDestination, { kind: 'response-url' }>,
    { text, blocks }: Message,
  ): Promise<null> {
    const body = { ...RESPONSE_OPTIONS[as], ...(blocks.length > 0 ? { text, blocks } : { text }) };
    await calls.make('response_url', () => postToResponseUrl(responseUrl, body));
    return null;
  }

  function post(
    { channelId, threadTs }: Extract<SlackDestination, { kind: 'channel' }>,
    message: Message,
  ): Promise<PostedMessage> {
    return calls.makeWithToken('chat.postMessage', async () => {
      const answer = await client.chat.postMessage({
        channel: channelId,
        ...toPayload(message),
        unfurl_links: false,
        unfurl_media: false,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      });
      return { channel: answer.channel ?? channelId, ts: answer.ts ?? '' };
    });
  }

  async function update(
    { post: posted, isEditOnly = false }: Extract<SlackDestination, { kind: 'post' }>,
    message: Message,
  ): Promise<PostedMessage> {
    const { channel, ts } = posted;
    try {
      await calls.makeWithToken('chat.update', () => client.chat.update({ channel, ts, ...toPayload(message) }));
      return posted;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (wasDeleted(error)) return posted;
      if (isEditOnly || !needsNewPost(error)) throw error;
      return post({ kind: 'channel', channelId: channel }, message);
    }
  }

  function openDirectMessage(userId: string): Promise<string> {
    return calls.makeWithToken('conversations.open', async () => {
      const { channel } = await client.conversations.open({ users: userId });
      if (channel?.id === undefined) throw new DeliveryError('final', 'no conversation');
      return channel.id;
    });
  }

  async function deleteFile(fileId: string): Promise<void> {
    try {
      await calls.makeWithToken('files.delete', () => client.files.delete({ file: fileId }));
    } catch (error) {
      if (!(error instanceof DeliveryError) || !isFileGone(error)) throw error;
    }
  }

  /** Direct messages are read by one person, who may ask. */
  function fitFor(channelId: string, content: Content): Content {
    return channelId.startsWith('D') ? content : contentForChannel(content, channelNames);
  }

  async function send(to: Destination, content: Content): Promise<PostedMessage | null> {
    const now = clock.now();
    switch (to.kind) {
      case 'response-url': {
        const { responseUrl, isPrivate } = to;
        const message = isPrivate
          ? renderContent(content, now)
          : renderContent(contentForChannel(content, channelNames), now, 'shared');
        return sendMessage({ kind: 'response-url', responseUrl, as: howToRespond(to, content) }, message);
      }
      case 'direct-message': {
        const channelId = await openDirectMessage(to.userId);
        return sendMessage({ kind: 'channel', channelId }, renderContent(content, now));
      }
      case 'channel':
        return sendMessage(to, renderForChannel(fitFor(to.channelId, content), now));
      case 'post':
        return sendMessage(to, renderForChannel(fitFor(to.post.channel, content), now));
      case 'thread': {
        const { channel, ts } = to.post;
        return sendMessage(
          { kind: 'channel', channelId: channel, threadTs: ts },
          renderForChannel(fitFor(channel, content), now),
        );
      }
    }
  }

  return { send, sendMessage, forAcknowledgement: nativeData.fitUnseen, openDirectMessage, deleteFile };
}

/** Each says who sees it: what a Slack makes of a body that does not is not the same everywhere. */
const RESPONSE_OPTIONS = {
  'private-replacement': { response_type: 'ephemeral', replace_original: true },
  'shared-replacement': { response_type: 'in_channel', replace_original: true },
  ephemeral: { response_type: 'ephemeral', replace_original: false },
  'in-channel': { response_type: 'in_channel', replace_original: false },
} as const;

function howToRespond(
  { isPrivate, replaces }: Extract<Destination, { kind: 'response-url' }>,
  { kind }: Content,
): keyof typeof RESPONSE_OPTIONS {
  if (!replaces) return 'ephemeral';
  if (isPrivate) return 'private-replacement';
  return kind === 'report' ? 'shared-replacement' : 'ephemeral';
}

function toPayload({ text, blocks }: Message) {
  // chat.update without blocks keeps none, which is what plain text wants.
  return blocks.length > 0 ? { text, blocks: [...blocks] } : { text };
}
