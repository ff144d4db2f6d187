import type { Content } from './content.ts';

/** A message in a channel, as Slack identifies it. */
export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
}

/** Where something is said. */
export type Destination =
  /**
   * A click's response_url `replaces` the message that was clicked. Where others see that one too (`isPrivate` false), a
   * failure is told to the requester alone and the message stays as it is. A command's cannot replace anything: what is
   * sent there is one more message, for the requester alone.
   */
  | {
      readonly kind: 'response-url';
      readonly responseUrl: string;
      readonly isPrivate: boolean;
      readonly replaces: boolean;
    }
  /** In the person's conversation with the bot. */
  | { readonly kind: 'direct-message'; readonly userId: string }
  | { readonly kind: 'channel'; readonly channelId: string }
  /** In place of a post; where Slack does not let it be edited any more, as a new one, unless `isEditOnly`. */
  | { readonly kind: 'post'; readonly post: PostedMessage; readonly isEditOnly?: boolean }
  | { readonly kind: 'thread'; readonly post: PostedMessage };

/** Slack, as the reports see it: the one way to a person or a channel. */
export interface Messenger {
  /**
   * One try.
   * @returns the message as it now stands; null for a response_url, of which Slack does not tell
   * @throws DeliveryError
   */
  send(to: Destination, content: Content): Promise<PostedMessage | null>;
}
