import type { ModalView } from '@slack/types';
import { section } from '../block-kit/blocks.ts';
import type { Message } from '../block-kit/message.ts';

/** What `renderFailure` says, above or in place of another modal: a click in one has no message that could be answered. */
export function renderFailureModal({ text }: Message): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'This did not work' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [section({ mrkdwn: text })],
  };
}
