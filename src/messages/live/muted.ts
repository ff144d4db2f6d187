import { section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { mrkdwn } from '../text/mrkdwn.ts';

/** What the click on "Mute warnings" has done. */
export function renderMuted(): Message {
  const words = mrkdwn`Muted: I post no more warnings of this webinar in this channel. Its report comes as ever, and the next webinar is watched again.`;
  return createMessage(words, [section(words)]);
}
