import type { Mrkdwn } from './mrkdwn.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const UNKNOWN_TIME = 'at an unknown time';

/** A time in the reader's own time zone, by Slack's date token: `{date_short_pretty} {time}`. UTC where tokens fail. */
export function slackTime(iso: string): Mrkdwn {
  return toToken(iso, '{date_short_pretty} {time}', utcTime(iso));
}

/** The day alone, in the reader's time zone. */
export function slackDay(iso: string): Mrkdwn {
  return toToken(iso, '{date_short_pretty}', utcDay(iso));
}

/** The time of day alone, in the reader's time zone; "15:02 UTC" where tokens fail. */
export function slackClock(ms: number): Mrkdwn {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return { mrkdwn: UNKNOWN_TIME };
  return toToken(date.toISOString(), '{time}', `${toClock(date)} UTC`);
}

/** `14 May 2026`; blank where there is no time. */
export function utcDayOf(iso: string): string {
  return isTime(iso) ? utcDay(iso) : '';
}

/** `2026-05-14 15:02:11`, in UTC; "unknown" where there is no time. */
export function utcClock(ms: number | null): string {
  const date = new Date(ms ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** `14 May 2026, 15:00 UTC`: for `plain_text` and for the top-level `text`. */
export function utcTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? UNKNOWN_TIME : `${utcDay(iso)}, ${toClock(date)} UTC`;
}

/** From start to end with the duration; what is unknown is left out. null when both are. */
export function slackPeriod(startedAt: string | null, endedAt: string | null): Mrkdwn | null {
  if (!isTime(startedAt)) return isTime(endedAt) ? { mrkdwn: `until ${slackTime(endedAt).mrkdwn}` } : null;
  const start = slackTime(startedAt).mrkdwn;
  const seconds = isTime(endedAt) ? secondsBetween(startedAt, endedAt) : null;
  if (!isTime(endedAt) || seconds === null) return { mrkdwn: start };
  const sameDay = utcDay(startedAt) === utcDay(endedAt);
  const end = sameDay ? toToken(endedAt, '{time}', `${toClock(new Date(endedAt))} UTC`) : slackTime(endedAt);
  return { mrkdwn: `${start} – ${end.mrkdwn} (${formatDuration(seconds)})` };
}

/** The same without tokens. */
export function utcPeriod(startedAt: string | null, endedAt: string | null): string | null {
  if (!isTime(startedAt)) return isTime(endedAt) ? `until ${utcTime(endedAt)}` : null;
  const seconds = isTime(endedAt) ? secondsBetween(startedAt, endedAt) : null;
  return seconds === null ? utcTime(startedAt) : `${utcTime(startedAt)}, for ${formatDuration(seconds)}`;
}

/** `45 s`, `48 min`, `1 h 4 min`; hours go on past a day. Seconds are rounded down to what is shown. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function isTime(iso: string | null): iso is string {
  return iso !== null && !Number.isNaN(Date.parse(iso));
}

/** null when the end is not after the start: then Zoom does not know it. */
function secondsBetween(startedAt: string, endedAt: string): number | null {
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return seconds > 0 ? seconds : null;
}

function toToken(iso: string, format: string, fallback: string): Mrkdwn {
  const ms = Date.parse(iso);
  return { mrkdwn: Number.isNaN(ms) ? UNKNOWN_TIME : `<!date^${Math.floor(ms / 1000)}^${format}|${fallback}>` };
}

function utcDay(iso: string): string {
  const date = new Date(iso);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

function toClock(date: Date): string {
  return date.toISOString().slice(11, 16);
}
