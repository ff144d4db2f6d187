import type { Occurrence } from '../webinar/occurrence.ts';
import type { ReportState } from './report.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const LIVE_MS = 60 * SECOND_MS;
const GROWING_MS = 120 * SECOND_MS;
/** Zoom counts joins of which a few never send or receive anything; this part of them is taken for all. */
const COMPLETE_PART = 0.98;

/**
 * What a read just finished may be called, and until when asking again is answered from it. Zoom publishes quality
 * data over minutes after the end, so for an hour a report may still grow.
 *
 * @param now milliseconds since 1970
 * @param ttlSeconds how long a report that can no longer change answers
 */
export function rateFreshness(
  occurrence: Occurrence,
  rowsRead: number,
  now: number,
  ttlSeconds: number,
): { state: ReportState; freshUntil: string } {
  const until = (ms: number) => new Date(now + ms).toISOString();
  if (occurrence.state === 'live') return { state: 'live', freshUntil: until(LIVE_MS) };
  if (occurrence.endedAt === null) return { state: 'final', freshUntil: until(GROWING_MS) };
  if (now - Date.parse(occurrence.endedAt) >= HOUR_MS) {
    return { state: 'final', freshUntil: until(ttlSeconds * SECOND_MS) };
  }
  const complete = occurrence.participantCount !== null && rowsRead >= COMPLETE_PART * occurrence.participantCount;
  return { state: complete ? 'final' : 'preliminary', freshUntil: until(GROWING_MS) };
}
