import type { Failure } from '../../errors.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';

const HOUR_MS = 3_600_000;
/** Zoom's data is published minutes after the end; hours later its absence means that there is none. */
const PUBLISHED_WITHIN_MS = 2 * HOUR_MS;
const LONGEST_RUN_MS = 24 * HOUR_MS;

/**
 * What it means that Zoom answered and has no quality data: that depends on what else is known of the occurrence.
 * @param now milliseconds since 1970
 */
export function explainMissingData(occurrence: Occurrence, now: number): Failure {
  const { key, webinarId, topic, state, startedAt, endedAt } = occurrence;
  const webinar = webinarId ?? key;
  if (state === 'unknown') return { kind: 'not-found', webinar };
  if (state === 'live') return { kind: 'still-running', webinar, topic };
  if (endedAt === null) {
    const runsPerhaps = startedAt !== null && now - Date.parse(startedAt) < LONGEST_RUN_MS;
    return { kind: runsPerhaps ? 'still-running' : 'no-data', webinar, topic };
  }
  return now - Date.parse(endedAt) > PUBLISHED_WITHIN_MS
    ? { kind: 'no-data', webinar, topic }
    : { kind: 'too-early', webinar, topic, endedAt, nextReadAt: null };
}
