import type { WebinarSummary } from '../../qos/analysis.ts';
import type { ReportState } from '../report.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
/** A webinar whose end is longer ago than this was not reported by Zoom when it ended; its own times are not trusted. */
const BELIEVABLE_MS = 3 * HOUR_MS;
/** Zoom counts joins of which a few never send or receive anything; this part of them is taken for all. */
const COMPLETE_PART = 0.98;

/** What one read found, as far as the next one is compared with it. */
export interface ReadOutcome {
  readonly rowsRead: number;
  /** Everything that a reader would see change. */
  readonly fingerprint: string;
}

/** Reduces a read to what is compared with the one before. */
export function toOutcome(
  rowsRead: number,
  { audience, presenters, people, graded, verdict }: WebinarSummary,
): ReadOutcome {
  return { rowsRead, fingerprint: JSON.stringify([verdict, people, graded, audience, presenters]) };
}

/**
 * Whether Zoom's data can be taken for complete: nearly all of Zoom's own count was read, two reads in a row found
 * the same, or there will be no other read.
 */
export function decideState(
  outcome: ReadOutcome,
  {
    participantCount,
    before,
    isLast,
  }: { participantCount: number | null; before: ReadOutcome | null; isLast: boolean },
): ReportState {
  const complete = participantCount !== null && outcome.rowsRead >= COMPLETE_PART * participantCount;
  const settled = before?.rowsRead === outcome.rowsRead && before.fingerprint === outcome.fingerprint;
  return complete || settled || isLast ? 'final' : 'preliminary';
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
