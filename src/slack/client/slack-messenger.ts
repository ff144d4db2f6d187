import { WebClient } from '@slack/web-api';
import type { Logger } from '../../logger.ts';
import type { Message } from '../../messages/block-kit/message.ts';
import { renderContent, renderForChannel } from '../../messages/render-content.ts';
import { renderWorseReply } from '../../messages/report/worse-reply.ts';
import {
  type ChannelCourier,
  type Content,
  type Courier,
  DeliveryError,
  type PostedMessage,
} from '../../reports/delivery/messenger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createBoltLogger } from '../bolt-logger.ts';
import { postToResponseUrl, type ResponseBody } from './response-url.ts';
import { refusedBlocks, toDeliveryError } from './slack-errors.ts';
import type { SlackIdentity } from './token-health.ts';

/** Slack's words for a message that has to be posted anew to be changed. */
const NOT_EDITABLE = new Set(['edit_window_closed', 'cant_update_message', 'is_inactive']);

/** How long work waits that the token's refusal has stopped. Looking again costs no call. */
const REFUSED_PAUSE_MS = 15_000;

/** Everything the bot sends goes through here: one try each, failures as DeliveryError, plain text when blocks are refused. */
export interface SlackSender extends Courier, ChannelCourier {
  respondWith(responseUrl: string, body: Message & Omit<ResponseBody, 'text' | 'blocks'>): Promise<void>;
  postMessage(channel: string, message: Message, threadTs?: string): Promise<PostedMessage>;
  updateMessage(posted: PostedMessage, message: Message): Promise<void>;
  openDirectMessage(userId: string): Promise<string>;
}

export function createSlackSender({
  client,
  clock,
  logger,
  identity,
  onCall,
}: {
  client: WebClient;
  clock: Clock;
  logger: Logger;
  identity: Pick<SlackIdentity, 'refusal' | 'refused'>;
  onCall: (method: string, outcome: string) => void;
}): SlackSender {
  /** A call with the bot's token. While Slack refuses it none is made: only auth.test asks, and nothing is hammered. */
  async function withToken<T>(method: string, call: () => Promise<T>): Promise<T> {
    const refusal = identity.refusal();
    if (refusal !== null) throw new DeliveryError('auth', refusal, { retryAfterMs: REFUSED_PAUSE_MS });
    try {
      return await counted(method, call);
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.kind !== 'auth') throw error;
      identity.refused(error.slackError);
      if (identity.refusal() === null) throw error;
      throw new DeliveryError('auth', error.slackError, { cause: error, retryAfterMs: REFUSED_PAUSE_MS });
    }
  }

  async function counted<T>(method: string, call: () => Promise<T>): Promise<T> {
    try {
      const result = await call();
      onCall(method, 'ok');
      return result;
    } catch (error) {
      const failure = toDeliveryError(error);
      onCall(method, failure.slackError);
      throw failure;
    }
  }

  /** Blocks that Slack refuses are our bug; the text still tells the person what matters. */
  async function withPlainFallback<T>(message: Message, send: (message: Message) => Promise<T>): Promise<T> {
    try {
      return await send(message);
    } catch (error) {
      if (!(error instanceof DeliveryError) || !refusedBlocks(error)) throw error;
      logger.error({ err: error.cause ?? error }, 'Slack refused the blocks of a message; sent as plain text');
      return send({ text: message.text, blocks: [] });
    }
  }

  const sender: SlackSender = {
    respondWith: (responseUrl, { text, blocks, ...options }) =>
      withPlainFallback({ text, blocks }, (message) =>
        counted('response_url', () => postToResponseUrl(responseUrl, { ...options, ...toBody(message) })),
      ),

    postMessage: (channel, message, threadTs) =>
      withPlainFallback(message, (sent) =>
        withToken('chat.postMessage', async () => {
          const answer = await client.chat.postMessage({
            channel,
            ...toPayload(sent),
            unfurl_links: false,
            unfurl_media: false,
            ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          });
          return { channel: answer.channel ?? channel, ts: answer.ts ?? '' };
        }),
      ),

    async updateMessage({ channel, ts }, message) {
      await withPlainFallback(message, (sent) =>
        withToken('chat.update', () => client.chat.update({ channel, ts, ...toPayload(sent) })),
      );
    },

    openDirectMessage: (userId) =>
      withToken('conversations.open', async () => {
        const { channel } = await client.conversations.open({ users: userId });
        if (channel?.id === undefined) throw new DeliveryError('final', 'no conversation');
        return channel.id;
      }),

    async respond(responseUrl, content: Content, { isPrivate } = { isPrivate: true }) {
      const aside = !isPrivate && content.kind !== 'report';
      const how = aside
        ? ({ response_type: 'ephemeral', replace_original: false } as const)
        : { replace_original: true };
      const message = renderContent(content, clock.now(), isPrivate ? 'asker' : 'shared');
      await sender.respondWith(responseUrl, { ...message, ...how });
    },

    async sendDirectMessage(userId, content: Content) {
      const channel = await sender.openDirectMessage(userId);
      await sender.postMessage(channel, renderContent(content, clock.now()));
    },

    post: (channelId, content) => sender.postMessage(channelId, renderForChannel(content, clock.now())),

    async update(posted, content) {
      const message = renderForChannel(content, clock.now());
      try {
        await sender.updateMessage(posted, message);
        return posted;
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        // Somebody deleted it: they do not want it back.
        if (error.slackError === 'message_not_found') return posted;
        if (!NOT_EDITABLE.has(error.slackError)) throw error;
        return sender.postMessage(posted.channel, message);
      }
    },

    async replyWorse({ channel, ts }, head) {
      await sender.postMessage(channel, renderWorseReply(head), ts);
    },
  };
  return sender;
}

function toBody({ text, blocks }: Message): ResponseBody {
  return blocks.length > 0 ? { text, blocks } : { text };
}

function toPayload({ text, blocks }: Message) {
  // chat.update without blocks keeps none, which is what plain text wants.
  return blocks.length > 0 ? { text, blocks: [...blocks] } : { text };
}

/**
 * A Web API client that tries once and answers soon: retrying is the delivery jobs' business, as a post that timed out
 * may have been made. Uses the global fetch: file uploads break with another one.
 */
export function createWebClient(token: string, apiUrl: string, logger: Logger, timeoutMs = 10_000): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: createBoltLogger(logger),
  });
}
