import { AppError, type Failure, type ZoomLabels } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createTurns } from '../../runtime/turns.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { QosNotAvailable } from '../../webinar/source.ts';
import type { ListState, ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import { type EarlyWord, watchForEarlyWord } from './early-word.ts';
import { type FindRowsDependencies, findRows } from './find-rows.ts';
import { gradeRead } from './grade-read.ts';
import { keepRead } from './keep-read.ts';
import { startListBeside } from './list/list-beside.ts';
import { isQuotaShort } from './list/quota-short.ts';
import type { ReadListDependencies } from './list/read-list.ts';
import { explainMissingData } from './missing-data.ts';
import { CheckpointLost } from './pages/checkpoint.ts';
import { keepWithinDay, type QuotaSource } from './pages/day-quota.ts';
import { PushedRowsLost } from './pushed/pushed-rows.ts';
import type { ReadGate } from './read-gate.ts';
import type { RowsFrom } from './read-rows.ts';
import type { ReadSpeed } from './read-speed.ts';

/** Reads that are graded at the same time; with more rows than that, one after the other. */
const GRADED_AT_ONCE = 1;
const FEW_ROWS = 500;
/** Where no page had to be read, the participants list is all that is waited for: 300 people a call. */
const LIST_ALONE_MS = 60_000;

export interface MakeReportDependencies extends FindRowsDependencies, ReadListDependencies {
  readonly source: FindRowsDependencies['source'] & ReadListDependencies['source'] & QuotaSource;
  readonly store: ReportStore;
  readonly gate: ReadGate;
  readonly readSpeed: Pick<ReadSpeed, 'pageRead'>;
  readonly thresholds: Thresholds;
  readonly ttlSeconds: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `rows` are those of this try, without what a checkpoint already had. */
  readonly onRead: (outcome: 'read' | 'failed', durationMs: number, rows: number) => void;
  /** How the participants list of a read that was graded came out. */
  readonly onList: (state: ListState) => void;
  /** Where the rows of a read that was graded came from. */
  readonly onRows: (from: RowsFrom) => void;
}

/** For whom a report is made. */
interface MakeReportOptions {
  readonly owner: CallOwner;
  readonly signal: AbortSignal;
  /** Nothing more will be read by itself. */
  readonly isLast?: boolean;
  /** Somebody waits for the report, and may hear of Zoom's own labels until it is there. */
  readonly onEarlyWord?: (word: EarlyWord) => Promise<void>;
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

  /** Of this read or of one before: it may be all that is known for the rest of the day. */
  async function keptLabels(key: string): Promise<ZoomLabels | null> {
    const end = await deps.lists.ended(key).catch(() => null);
    return end?.labels ?? null;
  }

  async function throwUnlessAffordable({ key, participantCount }: Occurrence, { kind }: CallOwner): Promise<void> {
    const checkpoint = await checkpoints.load(key);
    if (checkpoint?.complete) return;
    await keepWithinDay(deps.source, clock, { kind, participantCount, peopleRead: checkpoint?.rowsRead ?? 0 });
  }

  async function readAndGrade(
    occurrence: Occurrence,
    { owner, signal, isLast = false, onEarlyWord }: MakeReportOptions,
  ): Promise<ReportHead> {
    const { key } = occurrence;
    const startedAt = clock.now();
    let pages = 0;
    let outcome: 'read' | 'failed' = 'failed';
    let rows = 0;
    let rowsBefore: number | null = null;
    let pageFrom = startedAt;
    const list = startListBeside(deps, occurrence, { owner, signal });
    const soFar = () => ({ rowsRead: rows, pages, ms: clock.now() - startedAt });
    const earlyWord = watchForEarlyWord(occurrence, deps.source.rowsPerPage, (word) => {
      const warn = (err: unknown) => logger.warn({ occurrence: key, err }, 'nothing was said before the report');
      onEarlyWord?.(word).catch(warn);
    });
    void list.end.then(({ labels }) => earlyWord.listEnded(labels, soFar()));
    try {
      const found = await findRows(deps, occurrence, {
        ...{ owner, signal, now: startedAt },
        async beforePages() {
          // Where the calls of the day will not do for everybody, the few of the list are the ones to make.
          if (!(await isQuotaShort(deps.source, occurrence, owner.kind))) return;
          await list.end;
          // Automatic reads have looked before, and with what they keep for others.
          if (owner.kind !== 'automatic') await throwUnlessAffordable(occurrence, owner);
        },
        onProgress({ rowsRead }) {
          const now = clock.now();
          if (rowsRead > rows && rowsBefore !== null) {
            deps.readSpeed.pageRead(now - pageFrom);
            pages += 1;
          }
          pageFrom = now;
          rows = rowsRead;
          rowsBefore = Math.min(rowsBefore ?? rows, rows);
          earlyWord.pageRead(soFar());
        },
      });
      const head = await keepRead(deps, { occurrence, rows: found, isLast, signal }, async () => {
        const atLeastMs = found.from === 'events' ? LIST_ALONE_MS : undefined;
        const listEnd = await list.finish(clock.now() - startedAt, atLeastMs);
        const grade = () => gradeRead(deps, key, found, listEnd);
        const graded = await (found.rowsRead > FEW_ROWS ? inTurn(grade) : grade());
        deps.onList(listEnd.state);
        deps.onRows(found.from);
        logger.info({ occurrence: key, ...graded.participantsList }, 'the participants list was joined');
        return graded;
      });
      outcome = 'read';
      const { from, rowsRead, faults } = found;
      const { state, rowsRead: rowsKept } = head;
      logger.info(
        { occurrence: key, from, pages, rowsRead, rowsKept, state, ...faults, ms: clock.now() - startedAt },
        'report made',
      );
      await list.stop();
      await Promise.all([checkpoints.clear(key), deps.lists.used(key)]);
      return head;
    } catch (error) {
      // Kept, it would fail the next try, too.
      if (error instanceof CheckpointLost) await checkpoints.clear(key);
      if (error instanceof PushedRowsLost) await deps.pushed.drop(key);
      if (error instanceof QosNotAvailable) {
        await list.stop();
        // When there is more, the list has more, too.
        await deps.lists.used(key);
        throw new AppError(explainMissingData(occurrence, clock.now()), error.message, { cause: error });
      }
      if (!isLimited(error)) throw error;
      const labels = error.failure.limit === 'day' ? await keptLabels(key) : null;
      throw withWhatIsKnown(error, rows, occurrence.participantCount, labels);
    } finally {
      await list.stop();
      deps.onRead(outcome, clock.now() - startedAt, rows - (rowsBefore ?? 0));
    }
  }
}

interface LimitedError extends AppError {
  readonly failure: Extract<Failure, { kind: 'zoom-limited' }>;
}

function isLimited(error: unknown): error is LimitedError {
  return error instanceof AppError && error.failure.kind === 'zoom-limited';
}

/** Zoom's client knows that the limit is reached, the read knows how far it came. */
function withWhatIsKnown(
  error: LimitedError,
  peopleRead: number,
  peopleExpected: number | null,
  zoomLabels: ZoomLabels | null,
): AppError {
  const { failure, message, retryAt } = error;
  return new AppError({ ...failure, peopleRead, peopleExpected, zoomLabels }, message, { cause: error, retryAt });
}
