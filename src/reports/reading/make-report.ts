import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { WebinarSummary } from '../../qos/analysis.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createTurns } from '../../runtime/turns.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { QosNotAvailable } from '../../webinar/source.ts';
import { rateFreshness } from '../freshness.ts';
import type { ReportHead, ReportState } from '../report.ts';
import type { ReportStore } from '../store.ts';
import { type GradedRead, gradeRead } from './grade-read.ts';
import { explainMissingData } from './missing-data.ts';
import { type Checkpoint, CheckpointLost } from './pages/checkpoint.ts';
import { type ReadDependencies, readWebinar } from './pages/read-webinar.ts';
import type { ReadGate } from './read-gate.ts';
import type { ReadSpeed } from './read-speed.ts';

/** Reads that are graded at the same time; with more rows than that, one after the other. */
const GRADED_AT_ONCE = 1;
const FEW_ROWS = 500;

export interface MakeReportDependencies extends ReadDependencies {
  readonly store: ReportStore;
  readonly gate: ReadGate;
  readonly readSpeed: Pick<ReadSpeed, 'pageRead'>;
  readonly thresholds: Thresholds;
  /** The method's limits are not its defaults. */
  readonly ownLimits: boolean;
  readonly ttlSeconds: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `rows` are those of this try, without what a checkpoint already had. */
  readonly onRead: (outcome: 'read' | 'failed', durationMs: number, rows: number) => void;
}

/** For whom a report is made, and how it is rated. */
interface MakeReportOptions {
  readonly owner: CallOwner;
  readonly signal: AbortSignal;
  /** What the finished read may be called; by default that follows from when the webinar ended. */
  readonly rate?: RateReport;
}

/**
 * Reads an occurrence to its end, grades everybody and commits the report.
 * @throws AppError; JobDelayed when others have fewer reads in hand; the signal's reason
 */
export type MakeReport = (occurrence: Occurrence, options: MakeReportOptions) => Promise<ReportHead>;
type RateReport = (rowsRead: number, summary: WebinarSummary) => ReportState;

export function createReportMaker(deps: MakeReportDependencies): MakeReport {
  const { clock, store, checkpoints, logger, gate } = deps;
  const inTurn = createTurns(GRADED_AT_ONCE);

  return async function makeReport(occurrence, options) {
    const { owner, signal } = options;
    const place = await gate.enter(owner, signal);
    try {
      return await readAndGrade(occurrence, { ...options, signal: AbortSignal.any([signal, place.givenUp]) });
    } catch (error) {
      throw place.givenUp.aborted && !signal.aborted ? place.givenUp.reason : error;
    } finally {
      place.leave();
    }
  };

  async function readAndGrade(occurrence: Occurrence, { owner, signal, rate }: MakeReportOptions): Promise<ReportHead> {
    const startedAt = clock.now();
    let outcome: 'read' | 'failed' = 'failed';
    let rows = 0;
    let rowsBefore: number | null = null;
    let pageFrom = startedAt;
    try {
      const checkpoint = await readWebinar(deps, occurrence, {
        owner,
        signal,
        onProgress({ rowsRead }) {
          const now = clock.now();
          if (rowsRead > rows && rowsBefore !== null) deps.readSpeed.pageRead(now - pageFrom);
          pageFrom = now;
          rows = rowsRead;
          rowsBefore = Math.min(rowsBefore ?? rows, rows);
        },
      });
      if (checkpoint.rowsRead === 0) {
        // Kept, it would be all that the next try looks at.
        await checkpoints.clear(occurrence.key);
        throw new AppError(explainMissingData(occurrence, clock.now()), 'Zoom gave no rows');
      }
      const grade = () => gradeRead(deps, occurrence.key, checkpoint);
      const graded = await (checkpoint.rowsRead > FEW_ROWS ? inTurn(grade) : grade());
      const head = toHead(deps, occurrence, checkpoint, graded, rate);
      await store.commit(head, graded.orders);
      outcome = 'read';
      const { pagesRead, rowsRead, faults } = checkpoint;
      logger.info(
        { occurrence: occurrence.key, pagesRead, rowsRead, ...faults, ms: clock.now() - startedAt },
        'report made',
      );
      await checkpoints.clear(occurrence.key);
      return head;
    } catch (error) {
      // Kept, it would fail the next try, too.
      if (error instanceof CheckpointLost) await checkpoints.clear(occurrence.key);
      throw error instanceof QosNotAvailable
        ? new AppError(explainMissingData(occurrence, clock.now()), error.message, { cause: error })
        : withPeopleRead(error, rows, occurrence.participantCount);
    } finally {
      deps.onRead(outcome, clock.now() - startedAt, rows - (rowsBefore ?? 0));
    }
  }
}

function toHead(
  deps: MakeReportDependencies,
  occurrence: Occurrence,
  { readId, rowsRead, faults }: Checkpoint,
  { summary, orders, worst }: GradedRead,
  rate: RateReport | undefined,
): ReportHead {
  const now = deps.clock.now();
  return {
    // The read's own: a commit that is repeated after a crash writes the same people under the same keys.
    readId,
    key: occurrence.key,
    uuid: occurrence.uuid,
    webinarId: occurrence.webinarId,
    topic: occurrence.topic,
    startedAt: occurrence.startedAt,
    endedAt: occurrence.endedAt,
    participantCount: occurrence.participantCount,
    ...rateFreshness(occurrence, rowsRead, now, deps.ttlSeconds),
    ...(rate ? { state: rate(rowsRead, summary) } : {}),
    readAt: new Date(now).toISOString(),
    rowsRead,
    unreadableRows: faults.unreadableRows,
    unknownTypes: faults.unknownTypes,
    invalidValues: faults.invalidValues,
    ownLimits: deps.ownLimits,
    summary,
    worst,
    listLengths: { severity: orders.severity.length, loss: orders.loss.length, latency: orders.latency.length },
  };
}

/** Zoom's client knows that the limit is reached, the read knows how far it came. */
function withPeopleRead(error: unknown, peopleRead: number, peopleExpected: number | null): unknown {
  if (!(error instanceof AppError) || error.failure.kind !== 'zoom-limited') return error;
  return new AppError({ ...error.failure, peopleRead, peopleExpected }, error.message, {
    cause: error,
    retryAt: error.retryAt,
  });
}
