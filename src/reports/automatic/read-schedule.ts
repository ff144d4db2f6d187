const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
/** A webinar whose end is longer ago than this was not reported by Zoom when it ended; its own times are not trusted. */
const BELIEVABLE_MS = 3 * HOUR_MS;
/** An incomplete report is read on until so long after the end. */
const READ_ON_UNTIL_SECONDS = 24 * 3600;
/** No shorter pause is doubled. */
const SHORTEST_DOUBLED_SECONDS = 1;

/** When an ended webinar is read, in seconds after its end. */
export interface ReadSchedule {
  readonly delaysSeconds: readonly number[];
  /** The step from which on reads are for reports that are not complete by then, alone. */
  readonly readOnFrom: number;
}

/**
 * The delays, and after them the reads of a report that is not complete: twice as late each time (with the default 2, 4, 8
 * and 16 hours after the end), the last a day after the end. At most 17 more.
 * @param delaysSeconds rising
 */
export function readSchedule(delaysSeconds: readonly number[]): ReadSchedule {
  const all = [...delaysSeconds];
  let next = 2 * Math.max(delaysSeconds.at(-1) ?? READ_ON_UNTIL_SECONDS, SHORTEST_DOUBLED_SECONDS);
  for (; next < READ_ON_UNTIL_SECONDS; next *= 2) all.push(next);
  if ((all.at(-1) ?? READ_ON_UNTIL_SECONDS) < READ_ON_UNTIL_SECONDS) all.push(READ_ON_UNTIL_SECONDS);
  return { delaysSeconds: all, readOnFrom: delaysSeconds.length };
}

/**
 * From when the delays count: the end of the webinar, unless that lies ahead, or so far back that the event must be a
 * test, a replay or the work of a wrong clock.
 * @param endedAt ISO instant
 * @param now milliseconds since 1970
 */
export function countFrom(endedAt: string | null, now: number): number {
  const ended = endedAt === null ? Number.NaN : Date.parse(endedAt);
  return ended <= now && now - ended < BELIEVABLE_MS ? ended : now;
}

/**
 * The step to take now or next: of those whose time has passed only the last, as after a night without the bot.
 * @param from the first step that may be taken
 * @returns null when all steps have been taken
 */
export function nextStep(
  delaysSeconds: readonly number[],
  countedFrom: number,
  from: number,
  now: number,
): { step: number; delayMs: number; isLast: boolean } | null {
  const last = delaysSeconds.length - 1;
  if (from > last) return null;
  const dueAt = (step: number) => countedFrom + (delaysSeconds[step] ?? 0) * SECOND_MS;
  let step = from;
  while (step < last && dueAt(step + 1) <= now) step += 1;
  return { step, delayMs: Math.max(0, dueAt(step) - now), isLast: step === last };
}
