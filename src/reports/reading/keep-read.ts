import { ownLimitsOf } from '../../qos/own-limits.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { type Completeness, decideCompleteness, fingerprintOf, isThinner } from '../completeness.ts';
import { freshUntil } from '../freshness.ts';
import { METHOD_VERSION, type ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import type { GradedRead } from './grade-read.ts';
import type { ReadRows } from './read-rows.ts';

interface KeepReadDependencies {
  readonly store: Pick<ReportStore, 'getHead' | 'keep'>;
  readonly clock: Clock;
  readonly thresholds: Thresholds;
  readonly ttlSeconds: number;
}

/** A read that is over. */
interface Read {
  readonly occurrence: Occurrence;
  readonly rows: Pick<ReadRows, 'readId' | 'rowsRead' | 'faults'>;
  readonly isLast: boolean;
  readonly signal: AbortSignal;
}

/**
 * Decides, under the occurrence's read lock, what becomes of a finished read: it is graded and becomes the report, unless
 * a fuller one is kept, which stays and says so. Gives the report that is kept then.
 */
export async function keepRead(
  deps: KeepReadDependencies,
  read: Read,
  grade: () => Promise<GradedRead>,
): Promise<ReportHead> {
  const { store } = deps;
  const { key } = read.occurrence;
  const { readId, rowsRead } = read.rows;
  const kept = ofSameRun(await store.getHead(key), read);
  if (kept && isThinner(rowsRead, kept)) return keepFuller(deps, read, kept);
  const graded = await grade();
  // Whoever has lost the lock in the meantime has no say any more.
  read.signal.throwIfAborted();
  // A commit that is repeated after a crash is no second read.
  const head = toHead(deps, read, graded, kept?.readId === readId ? null : kept);
  return (await graded.written.commit(head)) ? head : ((await store.getHead(key)) ?? head);
}

/** Without a UUID another number of rows may be that of the webinar's next run. */
function ofSameRun(kept: ReportHead | null, { occurrence, rows }: Read): ReportHead | null {
  return occurrence.uuid !== null || kept?.rowsRead === rows.rowsRead ? kept : null;
}

async function keepFuller(deps: KeepReadDependencies, read: Read, kept: ReportHead): Promise<ReportHead> {
  const now = deps.clock.now();
  const { topic, startedAt, endedAt } = read.occurrence;
  const head = {
    ...kept,
    topic: topic ?? kept.topic,
    startedAt: startedAt ?? kept.startedAt,
    endedAt: endedAt ?? kept.endedAt,
    thinnerRead: { readAt: new Date(now).toISOString(), rowsRead: read.rows.rowsRead },
    ...rate(deps, read, kept, null, now),
  };
  read.signal.throwIfAborted();
  await deps.store.keep(head);
  return head;
}

function toHead(
  deps: KeepReadDependencies,
  read: Read,
  { summary, spread, orders, worst, decidingPresenter, participantsList }: GradedRead,
  kept: ReportHead | null,
): ReportHead {
  const now = deps.clock.now();
  const { key, uuid, webinarId, topic, startedAt, endedAt } = read.occurrence;
  const { readId, rowsRead, faults } = read.rows;
  const limits = ownLimitsOf(deps.thresholds);
  return {
    method: METHOD_VERSION,
    // The read's own: a commit that is repeated after a crash writes the same people under the same keys.
    readId,
    ...{ key, uuid, webinarId, topic, startedAt, endedAt },
    ...rate(deps, read, kept, fingerprintOf(summary), now),
    readAt: new Date(now).toISOString(),
    thinnerRead: null,
    rowsRead,
    unreadableRows: faults.unreadableRows,
    unknownTypes: faults.unknownTypes,
    invalidValues: faults.invalidValues,
    ownLimits: limits !== null,
    ...(limits && { limits }),
    participantsList,
    summary,
    spread,
    worst,
    decidingPresenter,
    listLengths: { severity: orders.severity.length, loss: orders.loss.length, latency: orders.latency.length },
  };
}

/** What may be said of the report after this read, and for how long it answers the next ask. */
function rate(
  { ttlSeconds }: KeepReadDependencies,
  { occurrence, rows, isLast }: Read,
  kept: ReportHead | null,
  fingerprint: string | null,
  now: number,
): Pick<ReportHead, 'state' | 'participantCount' | 'unchangedSince' | 'freshUntil'> {
  const endedAt = occurrence.endedAt ?? kept?.endedAt ?? null;
  const decided: Completeness = decideCompleteness({
    ...{ rowsRead: rows.rowsRead, fingerprint, endedAt, isLast, now },
    participantCount: occurrence.participantCount,
    isLive: occurrence.state === 'live',
    kept: kept && {
      ...{ state: kept.state, rowsRead: kept.rowsRead, participantCount: kept.participantCount },
      fingerprint: fingerprintOf(kept.summary),
      unchangedSince: Date.parse(kept.unchangedSince),
    },
  });
  return {
    state: decided.state,
    participantCount: decided.participantCount,
    unchangedSince: new Date(decided.unchangedSince).toISOString(),
    freshUntil: freshUntil(decided.state, endedAt, now, ttlSeconds),
  };
}
