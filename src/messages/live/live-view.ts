import type { AudienceMinute, SentTrack, ShowState } from '../../reports/live-show.ts';
import { context, header, section } from '../block-kit/blocks.ts';
import { lineChart } from '../block-kit/chart.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { gradeCounts } from '../report/grade-chart.ts';
import { slackClock } from '../text/dates.ts';
import { fitLines, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatMs, formatPercent } from '../text/numbers.ts';
import { quotedWebinar } from '../webinar-words.ts';
import { mediumName, presenterName } from './live-words.ts';

const MINUTES_SHOWN = 5;
const MOST_TRACKS = 12;
const MOST_TEXT = 2_900;
/** Slack takes twenty categories: two minutes are one point. */
const MINUTES_OF_CHART = 30;
const MINUTES_A_POINT = 2;
const MINUTE_MS = 60_000;

interface LiveView {
  readonly topic: string | null;
  readonly show: ShowState;
  /** By visit, as far as they are known. */
  readonly names: ReadonlyMap<string, string>;
}

/** How a running show is, for the one who asked: who sends what and how, and the audience in numbers. */
export function renderLiveView({ topic, show, names }: LiveView): Message {
  const title = show.endedAtMs === null ? 'Live quality' : 'Quality until the end';
  const webinar = quotedWebinar('', topic);
  const tracks = latestTracks(show.tracks);
  const lines = tracks.map((track) => trackLine(track, names));
  const presenters =
    lines.length === 0 ? mrkdwn`Nobody sends a voice, a picture or slides now.` : fitLines(lines, MOST_TEXT);
  const audience = audienceWords(show.audience.at(-1));
  return createMessage(mrkdwn`${title} of ${webinar}. ${audience}`, [
    header(title),
    section(mrkdwn`In ${webinar}: what is sent, the last minutes from left to right.`),
    section(presenters),
    section(audience),
    audienceChart(show.audience),
    context([
      show.lastAtMs === null ? 'No record yet' : mrkdwn`Zoom's last record came at ${slackClock(show.lastAtMs)}`,
      'once a minute',
      'only you see this',
    ]),
  ]);
}

/** Of those who sent in the last minutes, person by person. */
function latestTracks(tracks: readonly SentTrack[]): SentTrack[] {
  const lastOf = ({ minutes }: SentTrack) => minutes.at(-1)?.atMs ?? 0;
  const newest = Math.max(0, ...tracks.map(lastOf));
  return tracks
    .filter((track) => newest - lastOf(track) <= MINUTES_SHOWN * MINUTE_MS)
    .sort((one, other) => one.visitId.localeCompare(other.visitId) || one.medium.localeCompare(other.medium))
    .slice(0, MOST_TRACKS);
}

function trackLine({ visitId, medium, minutes }: SentTrack, names: ReadonlyMap<string, string>): Mrkdwn {
  const last = minutes.slice(-MINUTES_SHOWN);
  const losses = last.map(({ lossPercent }) => formatPercent(lossPercent)).join(' → ');
  const latency = last.at(-1)?.latencyMs ?? null;
  const name = presenterName({ name: names.get(visitId) ?? null });
  return mrkdwn`*${name}*, ${mediumName(medium)}: lost ${losses}${latency === null ? '' : ` · delay ${formatMs(latency)}`}`;
}

function audienceWords(minute: AudienceMinute | undefined): Mrkdwn {
  if (!minute) return mrkdwn`Of the audience there is nothing yet.`;
  return mrkdwn`Audience at ${slackClock(minute.atMs)}: ${gradeCounts(minute)}`;
}

/** The part of the audience with poor or bad quality, over the last half hour; null of a single point. */
function audienceChart(audience: readonly AudienceMinute[]) {
  const points = Map.groupBy(audience.slice(-MINUTES_OF_CHART), ({ atMs }) =>
    Math.floor(atMs / (MINUTES_A_POINT * MINUTE_MS)),
  );
  if (points.size < 2) return null;
  const entries = [...points].slice(-MINUTES_OF_CHART / MINUTES_A_POINT);
  return lineChart({
    title: 'Listeners with poor or bad quality',
    categories: entries.map(([point]) => new Date(point * MINUTES_A_POINT * MINUTE_MS).toISOString().slice(11, 16)),
    series: [{ name: 'Percent', values: entries.map(([, minutes]) => shareOf(minutes)) }],
    xLabel: 'Time (UTC)',
    yLabel: 'Percent of the audience',
  });
}

function shareOf(minutes: readonly AudienceMinute[]): number {
  const shares = minutes.map(
    ({ good, fair, poor, bad }) => ((poor + bad) * 100) / Math.max(1, good + fair + poor + bad),
  );
  return Math.round(Math.max(...shares) * 10) / 10;
}
