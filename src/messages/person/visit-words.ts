import type { Person } from '../../qos/person.ts';
import type { VisitTime } from '../../qos/visit-times.ts';
import { dropWords } from '../quality/drop-words.ts';
import { formatDuration, slackClock, utcClock } from '../text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';

/** "Stayed 48 min in 2 visits (15:02–15:31, 15:33–15:52), the connection broke off once", in the reader's time zone. */
export function visitWords({ staySeconds, visits, visitTimes = [], drops }: Person): Mrkdwn {
  const joined = `${formatCount(visits)} ${visits === 1 ? 'visit' : 'visits'}`;
  const stay = staySeconds === null ? `Stay unknown, ${joined}` : `Stayed ${formatDuration(staySeconds)} in ${joined}`;
  const rest = visits > visitTimes.length ? `${formatCount(visits - visitTimes.length)} more` : null;
  const times = joinMrkdwn([...visitTimes.map(visitTime), rest], ', ');
  const inBrackets = visitTimes.length === 0 ? null : mrkdwn` (${times})`;
  return joinMrkdwn([stay, inBrackets, drops === 0 ? null : `, ${dropWords(drops)}`], '');
}

function visitTime({ joinedAtMs, leftAtMs }: VisitTime): Mrkdwn {
  if (joinedAtMs === null) return leftAtMs === null ? mrkdwn`?` : mrkdwn`until ${slackClock(leftAtMs)}`;
  return leftAtMs === null
    ? mrkdwn`from ${slackClock(joinedAtMs)}`
    : mrkdwn`${slackClock(joinedAtMs)}–${slackClock(leftAtMs)}`;
}

/** One line for each visit, in UTC: "2026-05-14 15:02:11 – 15:31:40 (29 min), connection broke off". */
export function visitLines({ visits, visitTimes = [] }: Person): string[] {
  const lines = visitTimes.map(({ joinedAtMs, leftAtMs, dropped }) => {
    const stay =
      joinedAtMs !== null && leftAtMs !== null && leftAtMs > joinedAtMs
        ? ` (${formatDuration((leftAtMs - joinedAtMs) / 1000)})`
        : '';
    return `${utcClock(joinedAtMs)} – ${utcClock(leftAtMs)}${stay}${dropped ? ', connection broke off' : ''}`;
  });
  const rest = visits - visitTimes.length;
  if (visitTimes.length === 0) return [`${formatCount(visits)}, times not known`];
  return rest > 0 ? [...lines, `… and ${formatCount(rest)} more`] : lines;
}
