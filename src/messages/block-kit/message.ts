import type { KnownBlock } from '@slack/types';
import type { Mrkdwn } from '../text/mrkdwn.ts';

/** What is sent to Slack. `text` says it all in short: notifications and screen readers have nothing else. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A message of one or more blocks. */
export function createMessage(text: Mrkdwn, blocks: readonly (KnownBlock | null)[]): Message {
  return { text: text.mrkdwn, blocks: blocks.filter((block) => block !== null) };
}
