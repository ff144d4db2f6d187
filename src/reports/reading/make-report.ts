import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createTurns } from '../../runtime/turns.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { QosNotAvailable } from '../../webinar/source.ts';
import type { ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import { gradeRead } from './grade-read.ts';
import { keepRead } from './keep-read.ts';
import { explainMissingData } from './missing-data.ts';
import { CheckpointLost } from './pages/checkpoint.ts';
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

/** For whom a report is made. */
interface MakeReportOptions {
  readonly owner: CallOwner;
  readonly signal: AbortSignal;
  /** Nothing more will be read by itself. */
  readonly isLast?: boolean;
}

/**
 * Reads an occurrence to its end, grades everybody and commits the report. Gives the one that is kept then: a fuller one of
 * an earlier read stays. Whoever calls holds the occurrence's read lock.
 * @throws AppError; JobDelayed when others have fewer reads in hand; the signal's reason
 */
export type MakeReport = (occurrence: Occurrence, options: MakeReportOptions) => Promise<ReportHead>;

export function createReportMaker(deps: MakeReportDependencies): MakeReport {
  const { clock, checkpoints, logger, gate } = deps;
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

  async function readAndGrade(
    occurrence: Occurrence,
    { owner, signal, isLast = false }: MakeReportOptions,
  ): Promise<ReportHead> {
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
      const head = await keepRead(deps, { occurrence, checkpoint, isLast, signal }, () =>
        checkpoint.rowsRead > FEW_ROWS ? inTurn(grade) : grade(),
      );
      outcome = 'read';
      const { pagesRead, rowsRead, faults } = checkpoint;
      const { state, rowsRead: rowsKept } = head;
      logger.info(
        { occurrence: occurrence.key, pagesRead, rowsRead, rowsKept, state, ...faults, ms: clock.now() - startedAt },
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

/** Zoom's client knows that the limit is reached, the read knows how far it came. */
function withPeopleRead(error: unknown, peopleRead: number, peopleExpected: number | null): unknown {
  if (!(error instanceof AppError) || error.failure.kind !== 'zoom-limited') return error;
  return new AppError({ ...error.failure, peopleRead, peopleExpected }, error.message, {
    cause: error,
    retryAt: error.retryAt,
  });
}
