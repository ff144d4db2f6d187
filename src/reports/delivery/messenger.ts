import type { Failure } from '../../errors.ts';
import type { ReadingProgress, ReportHead } from '../report.ts';

/** What can be said to a person who waits. */
export type Content =
  | { readonly kind: 'report'; readonly head: ReportHead }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly reference: string }
  | { readonly kind: 'progress'; readonly progress: ReadingProgress }
  | { readonly kind: 'paused'; readonly channelId: string; readonly reason: string }
  | {
      readonly kind: 'no-report';
      readonly webinar: { readonly key: string; readonly webinarId: string | null; readonly topic: string | null };
      readonly failure: Failure;
      readonly reference: string;
      readonly final: boolean;
    };

/** A message in a channel, as Slack identifies it. */
export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
}

/** Slack, as the reports see it. Every method throws DeliveryError. */
export interface Courier {
  /**
   * Replaces the message that the response_url belongs to. Where others see it too (`isPrivate` false), a failure is
   * told to the asker alone and the message stays as it is.
   */
  respond(responseUrl: string, content: Content, options?: { readonly isPrivate: boolean }): Promise<void>;
  /** Posts into the person's conversation with the bot. */
  sendDirectMessage(userId: string, content: Content): Promise<void>;
}

/** Slack's channels, as the automatic reports see them. Every method throws DeliveryError. */
export interface ChannelCourier {
  post(channelId: string, content: Content): Promise<PostedMessage>;
  /** Replaces a message; where Slack does not let it be edited any more, a new one is posted and given back. */
  update(posted: PostedMessage, content: Content): Promise<PostedMessage>;
  /** One reply in the thread, for those who read the message when it still said better. */
  replyWorse(posted: PostedMessage, head: ReportHead): Promise<void>;
}

/**
 * Slack did not take a message.
 * `gone`: this response_url is used up or expired, another way may work. `passing`: the same may work later.
 * `channel`: nothing can be posted in this channel any more. `auth`: Slack refuses the bot itself.
 * `final`: trying again cannot help.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly kind: 'gone' | 'passing' | 'channel' | 'auth' | 'final';
  /** Slack's own word for it (`not_in_channel`, `HTTP 503`, …). */
  readonly slackError: string;
  readonly retryAfterMs: number | null;

  constructor(
    kind: DeliveryError['kind'],
    slackError: string,
    options: { cause?: unknown; retryAfterMs?: number | null } = {},
  ) {
    super(`Slack: ${slackError} (${kind})`, { cause: options.cause });
    this.kind = kind;
    this.slackError = slackError;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
