import { actions, section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { slackTime, utcTime } from './text/dates.ts';
import { fitLines, type Mrkdwn, mrkdwn } from './text/mrkdwn.ts';
import { formatCount } from './text/numbers.ts';
import { quotedWebinar } from './webinar-words.ts';

/** More lines than that nobody reads; the rest is counted. */
const MAX_LIST = 1_500;

interface RunToForget {
  readonly webinarId: string | null;
  readonly topic: string | null;
  readonly endedAt: string | null;
}

const GONE = 'the report with everybody in it, what Zoom pushed, warnings, and whoever waits for a read';
const STAYS =
  'Files and direct messages that I sent go as well. Answers that only one person sees stay until Slack drops them, and nobody takes back what was downloaded. Zoom keeps its own data: whoever asks again has it read again. This cannot be undone.';

/** The question before anything is deleted, with the one button that does it. */
export function renderForgetQuestion(runs: readonly RunToForget[], key: string): Message {
  const [only] = runs;
  const what =
    runs.length === 1 && only
      ? mrkdwn`all that I keep of ${quotedWebinar(only.webinarId ?? '', only.topic)}`
      : mrkdwn`all that I keep of ${formatCount(runs.length)} runs of ${quotedWebinar(only?.webinarId ?? '', only?.topic ?? null)}`;
  const sentence = mrkdwn`Delete ${what}: ${GONE}? My messages about it in channels are replaced by “removed”.`;
  const lines = (showTime: (iso: string) => Mrkdwn | string) =>
    runs.map(({ endedAt }) => (endedAt === null ? mrkdwn`• a run` : mrkdwn`• the run that ended ${showTime(endedAt)}`));
  return createMessage(mrkdwn`${sentence} ${fitLines(lines(utcTime), MAX_LIST)} ${STAYS}`, [
    section(sentence),
    runs.length > 1 ? section(fitLines(lines(slackTime), MAX_LIST)) : null,
    section(mrkdwn`${STAYS}`),
    actions([
      {
        action: 'forget.confirm',
        label: 'Delete for good',
        spoken: 'Delete for good what is kept of this webinar',
        state: { v: 1, view: 'report', report: key },
      },
    ]),
  ]);
}

export function renderNothingKept(webinar: string): Message {
  return notice(mrkdwn`I keep nothing of ${quotedWebinar(webinar, null)}.`);
}

/** In place of the question. */
export function renderForgetting(runs: number): Message {
  const what = runs === 1 ? 'what I keep of it' : `what I keep of ${formatCount(runs)} runs`;
  return notice(mrkdwn`Deleting ${what} now; my messages and files in Slack follow within a minute or two.`);
}

/** In place of a report, or of a warning, in a channel. */
export function renderRemoved(): Message {
  return notice(mrkdwn`Removed: what I kept of this webinar was deleted.`);
}

function notice(sentence: Mrkdwn): Message {
  return createMessage(sentence, [section(sentence)]);
}
