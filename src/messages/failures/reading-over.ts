import { actions, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { mrkdwn } from '../text/mrkdwn.ts';
import { readAgainButton } from './read-again-button.ts';

/** In the place of an acknowledgement whose ask has been answered, when there is no report to show. */
export function renderReadingOver(report: string): Message {
  const words = mrkdwn`This reading is over; what came of it is in a message of its own.`;
  return createMessage(words, [section(words), actions([readAgainButton(report)])]);
}
