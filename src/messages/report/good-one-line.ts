import type { ReportHead } from '../../reports/report.ts';
import { context, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { NO_LONGER_UPDATED } from '../channel-words.ts';
import { gradeMark } from '../quality/grade-words.ts';
import { utcPeriod } from '../text/dates.ts';
import { joinMrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { completenessWords, inBlocks, inText } from './completeness-words.ts';
import { verdictWord } from './report.ts';
import { worstConnectionsButton } from './report-buttons.ts';
import { shareInBrackets, verdictSentence } from './verdict-words.ts';

/** Whether one line is enough: all went well, and nothing is missing. */
export function isGoodOneLine({ summary, state }: ReportHead): boolean {
  return summary.verdict === 'Good' && state === 'final';
}

/**
 * The automatic message about a webinar that went well: one line, and another where a few did not send anything.
 * @param options.concluded nobody in the channel is subscribed any more: the message stays as it is
 */
export function renderGoodOneLine(head: ReportHead, { concluded = false }: { concluded?: boolean } = {}): Message {
  const { summary, rowsRead, participantCount } = head;
  const { affected, graded } = summary;
  const isAll = participantCount !== null && rowsRead >= participantCount;
  const share = graded === 0 ? '' : shareInBrackets(affected, graded);
  const counts = `${formatCount(affected)} of ${formatCount(graded)}${share} affected.`;
  const line = mrkdwn`${gradeMark(summary.verdict)} *${webinarName(head)}* – ${verdictWord(summary)}. ${counts}`;
  const text = joinMrkdwn(
    [
      `Webinar quality: ${verdictWord(summary)}.`,
      `${webinarName(head)}.`,
      verdictSentence(summary),
      mrkdwn`${joinMrkdwn([utcPeriod(head.startedAt, head.endedAt), completenessWords(head, inText)], ' · ')}.`,
      concluded ? NO_LONGER_UPDATED : null,
    ],
    ' ',
  );
  return createMessage(text, [
    section(isAll ? mrkdwn`${line} Read ${inBlocks(head.readAt)}.` : line, worstConnectionsButton(head) ?? undefined),
    isAll ? null : context([completenessWords(head, inBlocks)]),
    concluded ? context([NO_LONGER_UPDATED]) : null,
  ]);
}
