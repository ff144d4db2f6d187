import type { Content } from '../../reports/delivery/content.ts';
import type { LiveAlert } from '../../reports/live-alert.ts';
import { actions, context, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { formatDuration, slackClock } from '../text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { quotedWebinar } from '../webinar-words.ts';
import { measuredWords, noticeWords, stepWords, troubleWords, worstWords } from './live-words.ts';

type Warning = Extract<Content, { kind: 'live' }>;

/** One trouble of a running show, as posted and, when it is over, in the same place. */
export function renderWarning(warning: Warning): Message {
  return warning.alert.untilMs === null ? renderStanding(warning) : renderOver(warning, warning.alert.untilMs);
}

function renderStanding({ uuid, topic, alert, isMuted }: Warning): Message {
  const { who, latest, sinceMs } = alert;
  const webinar = quotedWebinar('', topic);
  const since = mrkdwn`${measuredWords(who, latest)} since ${slackClock(sinceMs)}`;
  const where = mrkdwn` in ${webinar}`;
  const text = mrkdwn`:rotating_light: ${troubleWords(who)}${where} – ${since}. ${stepWords(who)}`;
  const sender =
    who.kind === 'presenter' ? 'Sent by this computer; everybody gets it so' : 'From what the listeners receive';
  return createMessage(text, [
    section(mrkdwn`:rotating_light: *${troubleWords(who)}*${where} – ${since}.`),
    section(mrkdwn`${stepWords(who)}`),
    context([sender, `warns from ${limitWords(alert)} on`, noticeWords(alert.notice), mutedWords(isMuted)]),
    isMuted ? null : actions(buttons(uuid)),
  ]);
}

function renderOver({ uuid, topic, alert, isMuted }: Warning, untilMs: number): Message {
  const { who, worst, sinceMs, closedBy } = alert;
  const when = mrkdwn`between ${slackClock(sinceMs)} and ${slackClock(untilMs)} (${formatDuration((untilMs - sinceMs) / 1000)})`;
  const words = joinMrkdwn([overWords(closedBy, untilMs), mrkdwn`${worstWords(who, worst)} ${when}`], ' – ');
  const line = mrkdwn`:white_check_mark: ${words} in ${quotedWebinar('', topic)}.`;
  return createMessage(line, [
    section(line),
    noticeWords(alert.notice) || isMuted ? context([noticeWords(alert.notice), mutedWords(isMuted)]) : null,
    closedBy === null && !isMuted ? actions(buttons(uuid)) : null,
  ]);
}

function overWords(closedBy: LiveAlert['closedBy'], untilMs: number): Mrkdwn {
  switch (closedBy) {
    case 'end':
      return mrkdwn`The webinar ended at ${slackClock(untilMs)}`;
    case 'silence':
      return mrkdwn`Zoom has sent nothing more since ${slackClock(untilMs)}`;
    case null:
      return mrkdwn`Over since ${slackClock(untilMs)}`;
  }
}

function limitWords({ who, limit }: LiveAlert): string {
  if (who.kind === 'audience' || who.metric === 'loss') return `${limit} %`;
  return `${limit} ms ${who.metric === 'latency' ? 'delay' : 'of jumping delay'}`;
}

function mutedWords(isMuted: boolean): string | null {
  return isMuted ? 'warnings of this webinar are muted here' : null;
}

function buttons(uuid: string) {
  const state = { v: 1, report: uuid, view: 'report' } as const;
  return [
    {
      action: 'live.show',
      label: 'Show live quality',
      spoken: 'Show live quality, to you alone',
      state,
    },
    {
      action: 'live.mute',
      label: 'Mute warnings for this webinar',
      spoken: 'Mute warnings for this webinar in this channel',
      state,
    },
  ] as const;
}
