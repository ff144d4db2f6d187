import { DEFAULT_THRESHOLDS, type Thresholds } from '../qos/thresholds.ts';
import { context, header, section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { markedGrade } from './quality/grade-words.ts';
import { limitWords } from './quality/limit-words.ts';
import { joinMrkdwn, mrkdwn } from './text/mrkdwn.ts';

/** How to ask, and what the grades mean. */
export function renderHelp(thresholds: Thresholds = DEFAULT_THRESHOLDS): Message {
  const grades = joinMrkdwn([markedGrade('Good'), markedGrade('Fair'), markedGrade('Poor'), markedGrade('Bad')], ' · ');
  const how = 'Averages decide, audio counts most, and a spike alone gives at most Fair.';
  return createMessage(
    mrkdwn`Webinar quality: type /webinar-qos and a webinar ID, as in /webinar-qos 932 0123 5621, to see who had a poor connection, and why. Only you see the answer. A Zoom link or an occurrence's UUID works too; the word fresh reads everything again. Type /webinar-qos subscribe to get the reports in a channel when webinars end.`,
    [
      header('Who had a poor connection, and why?'),
      section(
        joinMrkdwn(
          [
            mrkdwn`\`/webinar-qos 932 0123 5621\` – the report of a webinar's latest run. Only you see it, until you share it.`,
            mrkdwn`A Zoom link, or the UUID of one occurrence, works in place of the ID.`,
            mrkdwn`\`/webinar-qos 932 0123 5621 fresh\` – read everything again from Zoom.`,
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
            mrkdwn`\`… subscribe 932 0123 5621\`, \`… subscribe topic: all-hands\`, \`… subscribe host: jane@example.com\` – of some.`,
            mrkdwn`Behind each: \`only fair\`, \`only poor\` or \`only bad\` – when it was that bad or worse; \`in #channel\` – in another channel.`,
            mrkdwn`\`/webinar-qos unsubscribe …\` takes one back, \`unsubscribe everything\` all of the channel; \`/webinar-qos subscriptions\` lists them.`,
          ],
          '\n',
        ),
      ),
      section(
        mrkdwn`*Grades:* ${grades}\nLimits for Fair/Poor/Bad: ${limitWords(thresholds)}. ${how}\nPresenters are graded by what they send, attendees by everything. Stays under a minute are not graded.`,
      ),
      context([
        "Grades are this bot's own, not Zoom's. QSS data is sampled in another way than Zoom's dashboard, so the two differ. Latency is a round trip; MOS is estimated.",
      ]),
    ],
  );
}
