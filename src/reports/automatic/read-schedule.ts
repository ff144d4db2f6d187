const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
/** A webinar whose end is longer ago than this was not reported by Zoom when it ended; its own times are not trusted. */
const BELIEVABLE_MS = 3 * HOUR_MS;

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
