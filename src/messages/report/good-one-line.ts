import type { WebinarSummary } from '../../qos/analysis.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';
import { context, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { NO_LONGER_UPDATED } from '../channel-words.ts';
import { limitsUsed, OWN_LIMITS } from '../quality/limits-used.ts';
import { utcPeriod } from '../text/dates.ts';
import { joinMrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { completenessWords, inBlocks, inText } from './completeness-words.ts';
import { worstConnectionsButton } from './report-buttons.ts';
import { shareInBrackets, verdictMark, verdictSentence, verdictWord } from './verdict-words.ts';
import { guessWords } from './who-decided.ts';

/** Whether one line is enough: all went well, nothing is missing, and enough people could be graded. */
export function isGoodOneLine({ summary, state }: ReportHead): boolean {
  return summary.verdict === 'Good' && state === 'final' && !summary.limitedData;
}

/**
 * The automatic message about a webinar that went well: one line, and another where a few did not send anything.
 * @param options.concluded nobody in the channel is subscribed any more: the message stays as it is
 */
export function renderGoodOneLine(head: ReportHead, { concluded = false }: { concluded?: boolean } = {}): Message {
  const { summary, rowsRead, participantCount } = head;
  const thresholds = limitsUsed(head);
  const isAll = participantCount !== null && rowsRead >= participantCount;
  const line = mrkdwn`${verdictMark(summary)} *${webinarName(head)}* – ${verdictWord(summary)}. ${troubleWords(summary, thresholds)}`;
  const text = joinMrkdwn(
    [
      `Webinar quality: ${verdictWord(summary)}.`,
      `${webinarName(head)}.`,
      verdictSentence(head, thresholds),
      guessWords(summary),
      mrkdwn`${joinMrkdwn([utcPeriod(head.startedAt, head.endedAt), completenessWords(head, inText)], ' · ')}.`,
      concluded ? NO_LONGER_UPDATED : null,
    ],
    ' ',
  );
  return createMessage(text, [
    section(isAll ? mrkdwn`${line} Read ${inBlocks(head.readAt)}.` : line, worstConnectionsButton(head) ?? undefined),
    isAll ? null : context([completenessWords(head, inBlocks)]),
    head.ownLimits ? context([OWN_LIMITS]) : null,
    concluded ? context([NO_LONGER_UPDATED]) : null,
  ]);
}

/** "3 of 416 people (0.7 %) had trouble." */
function troubleWords({ affected, graded }: WebinarSummary, thresholds: Thresholds): string {
  if (graded === 1 && affected === 0) return 'The one person there had no trouble.';
  const people = `${formatCount(graded)} ${graded === 1 ? 'person' : 'people'}`;
  return affected === 0
    ? `None of ${people} had trouble.`
    : `${formatCount(affected)} of ${people}${shareInBrackets(affected, graded, thresholds)} had trouble.`;
}
