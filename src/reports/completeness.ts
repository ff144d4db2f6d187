import type { WebinarSummary } from '../qos/analysis.ts';
import type { ReportState } from './report.ts';

/** Zoom counts joins of which a few never send or receive anything; this part of them is taken for all. */
const COMPLETE_PART = 0.98;
/** Without Zoom's count two reads that agree count for something only when so much time lies between them. */
const AGREE_AFTER_MS = 10 * 60_000;
/** For so long after the end Zoom may still add people. */
const GROWS_FOR_MS = 24 * 3_600_000;

/** The report that is kept, as far as a later read is held against it. */
interface KeptRead {
  readonly state: ReportState;
  readonly rowsRead: number;
  readonly participantCount: number | null;
  readonly fingerprint: string;
  /** Milliseconds since 1970: the first of the reads up to it that found the same. */
  readonly unchangedSince: number;
}

/** A read that is over. Rows are compared with Zoom's count, as both count joins: a person may have several. */
export interface FinishedRead {
  readonly rowsRead: number;
  /** From `fingerprintOf`; null while it is not known. */
  readonly fingerprint: string | null;
  /** Zoom's count as told now. */
  readonly participantCount: number | null;
  readonly isLive: boolean;
  readonly endedAt: string | null;
  /** Nothing more is read by itself. */
  readonly isLast: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly kept: KeptRead | null;
}

export interface Completeness {
  readonly state: ReportState;
  /** The largest that Zoom told. */
  readonly participantCount: number | null;
  readonly unchangedSince: number;
}

/** Whether so many rows are nearly all that Zoom counted. */
export function isNearlyAll(rows: number, participantCount: number | null): boolean {
  return participantCount !== null && rows >= COMPLETE_PART * participantCount;
}

/** Whether a read has found less than the one that is kept, which stays then. */
export function isThinner(rowsRead: number, kept: { readonly rowsRead: number } | null): boolean {
  return kept !== null && rowsRead < kept.rowsRead;
}

/** Everything in a read that a reader would see change. Who decided is left out: an id may differ from read to read. */
export function fingerprintOf({ audience, presenters, people, graded, verdict }: WebinarSummary): string {
  const { decidedBy: _, ...counts } = presenters;
  return JSON.stringify([verdict, people, graded, audience, counts]);
}

/**
 * What may be said of a report after a read: of this read, or of the fuller one that stays. The only place that calls a
 * report final, asked for or automatic: nearly all of Zoom's own count were read, or, where Zoom tells none, two reads
 * some time apart agree.
 */
export function decideCompleteness(read: FinishedRead): Completeness {
  const { kept, now } = read;
  const participantCount = largest(read.participantCount, kept?.participantCount ?? null);
  const stays = kept !== null && isThinner(read.rowsRead, kept);
  const isSame = kept !== null && kept.rowsRead === read.rowsRead && kept.fingerprint === read.fingerprint;
  const unchangedSince = kept !== null && (stays || isSame) ? kept.unchangedSince : now;
  const result = { participantCount, unchangedSince };
  if (read.isLive) return { ...result, state: 'live' };

  const isOver = read.isLast || read.endedAt === null || now - Date.parse(read.endedAt) >= GROWS_FOR_MS;
  if (participantCount !== null) {
    const rows = stays ? kept.rowsRead : read.rowsRead;
    if (isNearlyAll(rows, participantCount)) return { ...result, state: 'final' };
    return { ...result, state: isOver ? 'incomplete' : 'preliminary' };
  }
  const isAgreed = stays ? kept.state === 'final' : isSame && now - unchangedSince >= AGREE_AFTER_MS;
  if (isAgreed) return { ...result, state: 'final' };
  return { ...result, state: isOver ? 'unconfirmed' : 'preliminary' };
}

function largest(one: number | null, other: number | null): number | null {
  const most = Math.max(one ?? 0, other ?? 0);
  return most > 0 ? most : null;
}
