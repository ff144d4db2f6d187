import type { ReportState } from './report.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const LIVE_MS = 60 * SECOND_MS;
const GROWING_MS = 120 * SECOND_MS;

/**
 * Until when asking again is answered from a report, as an ISO instant. Zoom publishes quality data over minutes after the
 * end, so for an hour even a complete report may still get its last rows; one that is not complete is read anew soon.
 *
 * @param now milliseconds since 1970
 * @param ttlSeconds how long a report that can no longer change answers
 */
export function freshUntil(state: ReportState, endedAt: string | null, now: number, ttlSeconds: number): string {
  const until = (ms: number) => new Date(now + ms).toISOString();
  if (state === 'live') return until(LIVE_MS);
  const isSettled = state === 'final' && endedAt !== null && now - Date.parse(endedAt) >= HOUR_MS;
  return until(isSettled ? ttlSeconds * SECOND_MS : GROWING_MS);
}
