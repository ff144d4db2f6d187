import type { WebinarSummary } from '../qos/analysis.ts';
import type { ReportState } from './report.ts';

/** Zoom counts joins of which a few never send or receive anything; this part of them is taken for all. */
const COMPLETE_PART = 0.98;

/** Whether nearly all of Zoom's own count was read; a count that Zoom does not tell proves nothing. */
export function isComplete(rowsRead: number, participantCount: number | null): boolean {
  return participantCount !== null && rowsRead >= COMPLETE_PART * participantCount;
}

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
  const isSameAgain = before?.rowsRead === outcome.rowsRead && before.fingerprint === outcome.fingerprint;
  return isComplete(outcome.rowsRead, participantCount) || isSameAgain || isLast ? 'final' : 'preliminary';
}
