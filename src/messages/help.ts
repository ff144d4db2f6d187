import { ownLimitsOf } from '../qos/own-limits.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../qos/thresholds.ts';
import { context, header, section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { markedGrade } from './quality/grade-words.ts';
import { limitLines } from './quality/limit-words.ts';
import { joinMrkdwn, mrkdwn } from './text/mrkdwn.ts';

/** How to ask, and what the grades mean. */
export function renderHelp(thresholds: Thresholds = DEFAULT_THRESHOLDS): Message {
  const grades = joinMrkdwn([markedGrade('Good'), markedGrade('Fair'), markedGrade('Poor'), markedGrade('Bad')], ' · ');
  const own = ownLimitsOf(thresholds) === null ? null : 'These limits are our own, not the method’s defaults.';
  const how = 'The average decides, the sound counts most, and a bad moment alone gives at most Fair.';
  return createMessage(
    mrkdwn`Who had a poor connection, and why? Type /webinar-qos and a webinar ID, as in /webinar-qos 932 0123 5621. Only you see the answer. A Zoom link works too; the word fresh reads everything again. Type /webinar-qos subscribe to get the reports in a channel when webinars end.`,
    [
      header('Who had a poor connection, and why?'),
      section(
        joinMrkdwn(
          [
            mrkdwn`\`/webinar-qos 932 0123 5621\` – the report of a webinar's latest run. Only you see it, until you share it.`,
            mrkdwn`A Zoom link works in place of the ID, and so does the long ID of one run.`,
            mrkdwn`\`/webinar-qos 932 0123 5621 fresh\` – read everything again from Zoom.`,
            mrkdwn`\`/webinar-qos 932 0123 5621 find jane\` – how it was for Jane; a part of the name is enough.`,
            mrkdwn`\`/webinar-qos help\` – this page.`,
          ],
          '\n',
        ),
      ),
      section(
        joinMrkdwn(
          [
            mrkdwn`*By itself, when a webinar ends:*`,
            mrkdwn`\`/webinar-qos subscribe\` – the report of every webinar, posted in this channel.`,
            mrkdwn`\`… subscribe 932 0123 5621\`, \`… subscribe topic: all-hands\`, \`… subscribe host: jane@example.com\` – some webinars only.`,
            mrkdwn`\`/webinar-qos subscribe live\` – warnings while a webinar runs, too; with \`to me\` they come to you alone.`,
            mrkdwn`Add \`only fair\`, \`only poor\` or \`only bad\` to hear of nothing better, \`in #channel\` for another channel.`,
            mrkdwn`\`/webinar-qos unsubscribe …\` takes one back, \`unsubscribe everything\` all of the channel; \`/webinar-qos subscriptions\` lists them.`,
          ],
          '\n',
        ),
      ),
      section(joinMrkdwn([mrkdwn`*Grades:* ${grades}`, ...limitLines(thresholds), own, how], '\n')),
      context([
        'Presenters are graded by what they send, attendees by what they receive; muted microphones and stays under a minute are not graded. A connection that breaks off is Fair, three times Poor. The grades are my own and may differ from Zoom’s.',
      ]),
    ],
  );
}
