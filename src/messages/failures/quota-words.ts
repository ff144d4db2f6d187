import type { Failure } from '../../errors.ts';
import { formatDuration } from '../text/dates.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';

/** That a person has started as many reads as one may, and when the next is possible. Nothing was started. */
export function quotaWords(
  { per, asks, retryAt }: Extract<Failure, { kind: 'too-many-asks' }>,
  now: number,
  showTime: (iso: string) => Mrkdwn,
): Mrkdwn {
  const reads = asks === 1 ? '1 read' : `${formatCount(asks)} reads`;
  const seconds = Math.max(1, Math.ceil((Date.parse(retryAt) - now) / 1000) || 1);
  const next =
    per === 'minute'
      ? mrkdwn`in this minute; the next in ${formatDuration(seconds)}`
      : mrkdwn`today; the next after 00:00 UTC (${showTime(retryAt)})`;
  return mrkdwn`You started ${reads} ${next}. This one was not started, the others come by themselves. Reports that are kept are free.`;
}
