import type { ReportHead } from '../../reports/report.ts';
import { context, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { NO_LONGER_UPDATED } from '../channel-words.ts';
import { gradeMark } from '../quality/grade-words.ts';
import { utcPeriod } from '../text/dates.ts';
import { joinMrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';
import { webinarName } from '../webinar-words.ts';
import { peopleOf, sourceWords, stateInBrackets } from './basis-words.ts';
import { verdictWord } from './report.ts';
import { worstConnectionsButton } from './report-buttons.ts';
import { shareInBrackets, verdictSentence } from './verdict-words.ts';

/**
 * The automatic message about a webinar that went well: one line unless it rests on less than everybody.
 * @param options.concluded nobody in the channel is subscribed any more: the message stays as it is
 */
export function renderGoodOneLine(head: ReportHead, { concluded = false }: { concluded?: boolean } = {}): Message {
  const { summary, state } = head;
  const { affected, graded } = summary;
  const missing = peopleOf(head);
  const basis = [sourceWords(state), missing];
  const share = graded === 0 ? '' : shareInBrackets(affected, graded);
  const counts = `${formatCount(affected)} of ${formatCount(graded)}${share} affected.`;
  const line = mrkdwn`${gradeMark(summary.verdict)} *${webinarName(head)}* – ${verdictWord(summary)}. ${counts}`;
  const text = joinMrkdwn(
    [
      `Webinar quality: ${verdictWord(summary)}${stateInBrackets(state)}.`,
      `${webinarName(head)}.`,
      verdictSentence(summary),
      `${[utcPeriod(head.startedAt, head.endedAt), ...basis].filter(Boolean).join(' · ')}.`,
      concluded ? NO_LONGER_UPDATED : null,
    ],
    ' ',
  );
  return createMessage(text, [
    section(line, worstConnectionsButton(head) ?? undefined),
    state === 'final' && missing === null ? null : context(basis),
    concluded ? context([NO_LONGER_UPDATED]) : null,
  ]);
}
