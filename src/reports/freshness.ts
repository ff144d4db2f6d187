import type { Occurrence } from '../webinar/occurrence.ts';
import { isComplete } from './completeness.ts';
import type { ReportState } from './report.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const LIVE_MS = 60 * SECOND_MS;
const GROWING_MS = 120 * SECOND_MS;
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
  return {
    state: isComplete(rowsRead, occurrence.participantCount) ? 'final' : 'preliminary',
    freshUntil: until(GROWING_MS),
  };
}
