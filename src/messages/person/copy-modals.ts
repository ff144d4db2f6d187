import type { ModalView } from '@slack/types';
import type { Person } from '../../qos/person.ts';
import type { ReportHead } from '../../reports/report.ts';
import { context, preformatted, section } from '../block-kit/blocks.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { letterText } from './letter.ts';
import { ticketText } from './ticket.ts';

/** Above Connection details: the same as plain text, to be copied. */
export function renderTicket(head: ReportHead, person: Person): ModalView {
  return copyModal('Copy for a ticket', ticketText(head, person), [
    'Mark the text and copy it.',
    'Times are UTC. No e-mail address is in it; the name is the one that was shown in Zoom.',
  ]);
}

/** Above Connection details: what can be sent to the person. */
export function renderLetter(head: ReportHead, person: Person): ModalView {
  const text = letterText(head, person);
  if (text === null) return noteModal(mrkdwn`There is nothing to write to this person: no trouble was seen.`);
  return copyModal('Text for this person', text, ['Mark the text, copy it, and send it yourself: I write to nobody.']);
}

function noteModal(sentence: Mrkdwn): ModalView {
  return modal('Connection details', [section(sentence)]);
}

function copyModal(title: string, text: string, hints: readonly string[]): ModalView {
  return modal(title, [preformatted(text), context(hints)]);
}

function modal(title: string, blocks: ModalView['blocks']): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title },
    close: { type: 'plain_text', text: 'Back' },
    blocks,
  };
}
