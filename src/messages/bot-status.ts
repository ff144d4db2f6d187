import type { BotStatus } from '../reports/bot-status.ts';
import { context, header, section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { channelWords } from './channel-words.ts';
import { personMention } from './person-mention.ts';
import { slackTime } from './text/dates.ts';
import { code, joinMrkdwn, type Mrkdwn, mrkdwn } from './text/mrkdwn.ts';
import { formatCount } from './text/numbers.ts';
import { sanitizeText } from './text/sanitize.ts';

const MOST_PAUSED = 10;

/** How the bot is, for operators: calls, who has most made, events, connections, what is paused. */
export function renderBotStatus(status: BotStatus): Message {
  const lines = [
    callWords(status.calls),
    peopleWords(status.calls.people),
    mrkdwn`*Last event of Zoom:* ${status.lastEventAt === null ? 'none within a week' : slackTime(status.lastEventAt)}`,
    sweepWords(status.lastSweep),
    mrkdwn`*Connections of the process that answers:* ${slackWords(status.slackSocket)}; ${zoomWords(status.zoomSocket)}`,
    pausedWords(status.paused),
  ];
  const { left, perDay } = status.calls;
  const text = mrkdwn`Webinar QoS ${status.version}: ${left === null ? 'the calls of the day are not known' : `${formatCount(perDay - left)} of ${formatCount(perDay)} Zoom calls used today`}, ${status.paused.length === 0 ? 'no channel is paused' : `${formatCount(status.paused.length)} channels are paused`}.`;
  return createMessage(text, [
    header(`Webinar QoS ${status.version}`),
    section(joinMrkdwn(lines, '\n')),
    context(['Only operators see this. The day begins at 00:00 UTC. npm run doctor looks at the whole installation.']),
  ]);
}

function callWords({ left, perDay, reservePercent, ask, automatic, refresh }: BotStatus['calls']): Mrkdwn {
  const used = left === null ? 'not known' : `${formatCount(perDay - left)} of ${formatCount(perDay)}`;
  return mrkdwn`*Zoom calls today:* ${used}, ${reservePercent} % of them kept for automatic reports (asked for ${formatCount(ask)}, automatic ${formatCount(automatic)}, read again ${formatCount(refresh)})`;
}

function peopleWords(people: BotStatus['calls']['people']): Mrkdwn {
  if (people.length === 0) return mrkdwn`*Most calls:* nobody has asked yet`;
  const each = people.map(({ userId, calls }) => mrkdwn`${personMention(userId)} ${formatCount(calls)}`);
  return mrkdwn`*Most calls:* ${joinMrkdwn(each, ' · ')}`;
}

function sweepWords(sweep: BotStatus['lastSweep']): Mrkdwn {
  if (sweep === null) return mrkdwn`*Last sweep:* none within two days`;
  const found = sweep.found === 0 ? 'nothing was missed' : `${formatCount(sweep.found)} found that no event had told`;
  return mrkdwn`*Last sweep:* ${slackTime(sweep.at)}, ${found}`;
}

function slackWords(socket: BotStatus['slackSocket']): string {
  switch (socket) {
    case 'off':
      return 'Slack by HTTP';
    case 'connected':
      return 'Slack by its socket, connected';
    case 'away':
      return 'Slack by its socket, not connected';
  }
}

function zoomWords(socket: BotStatus['zoomSocket']): string {
  switch (socket) {
    case 'off':
      return 'no WebSocket to Zoom';
    case 'connected':
      return "Zoom's WebSocket, connected";
    case 'elsewhere':
      return "Zoom's WebSocket, in another process";
    case 'away':
      return "Zoom's WebSocket, not connected";
  }
}

function pausedWords(paused: BotStatus['paused']): Mrkdwn {
  if (paused.length === 0) return mrkdwn`*Paused channels:* none`;
  const each = paused
    .slice(0, MOST_PAUSED)
    .map(({ channelId, reason }) => mrkdwn`${channelWords(channelId)} (${code(sanitizeText(reason, 60))})`);
  const more = paused.length - each.length;
  return mrkdwn`*Paused channels:* ${joinMrkdwn([...each, more > 0 ? `and ${formatCount(more)} more` : null], ', ')}`;
}
