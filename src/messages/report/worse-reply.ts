import type { ReportHead } from '../../reports/report.ts';
import { section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { limitsUsed } from '../quality/limits-used.ts';
import { mrkdwn } from '../text/mrkdwn.ts';
import { webinarName } from '../webinar-words.ts';
import { verdictMark, verdictSentence, verdictWord } from './verdict-words.ts';
import { guessWords } from './who-decided.ts';

/** The one reply in the thread for those who read the report when its verdict was still better. */
export function renderWorseReply(head: ReportHead): Message {
  const verdict = verdictWord(head.summary);
  const sentence = [verdictSentence(head, limitsUsed(head)), guessWords(head.summary)]
    .filter((words) => words !== null)
    .join(' ');
  return createMessage(mrkdwn`With more of Zoom's data ${webinarName(head)} is now ${verdict}. ${sentence}`, [
    section(mrkdwn`${verdictMark(head.summary)} With more of Zoom's data the verdict is now *${verdict}*. ${sentence}`),
  ]);
}
