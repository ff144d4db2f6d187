import { AppError, type Failure } from '../../errors.ts';
import { BuildReport } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobInterrupted } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { refText } from '../../webinar/ids.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { MakeReport } from '../reading/make-report.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { BuildLocks } from '../reading/read-lock.ts';
import type { Postponements } from '../reading/read-retry.ts';
import type { ReportStore } from '../store.ts';
import type { Answer, Answering } from './answer-requests.ts';
import type { WaitingList } from './pending-requests.ts';

/** One who joined looks again after this long, in case the reader he relies on was lost for good. */
const LOOK_AGAIN_MS = 30_000;

export interface BuildDependencies {
  readonly occurrences: Occurrences;
  readonly store: ReportStore;
  readonly waiting: WaitingList;
  readonly locks: BuildLocks;
  readonly answering: Answering;
  readonly postponements: Postponements;
  /** Reads, grades and commits one occurrence. */
  readonly makeReport: MakeReport;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The job behind every ask. However many there are for one occurrence, one of them reads and answers all;
 * the others put their waiter on the list and go.
 */
export function createBuildHandler(deps: BuildDependencies) {
  const { occurrences, waiting, answering, logger } = deps;

  return async function handleBuildReport(data: unknown, context: JobContext): Promise<void> {
    const { ref, waiterId } = BuildReport.parse(data);
    const waiter = await waiting.load(waiterId);
    if (!waiter) return;
    const log = { ref: waiter.reference, webinar: refText(ref) };

    let occurrence: Occurrence;
    try {
      occurrence = await occurrences.resolve(ref, { notBefore: waiter.notBefore, signal: context.signal });
    } catch (error) {
      const notice = (failure: Failure) => answering.notice([waiter], { kind: 'failure', failure });
      const failure = await settleFailure(deps, error, context, {
        name: refText(ref),
        reference: waiter.reference,
        notice,
      });
      logger.warn({ ...log, err: error, failure: failure.kind }, 'the webinar could not be looked up');
      return answering.answer([waiter], { kind: 'failure', failure });
    }

    if (await waiting.isWaiting(occurrence.key, waiterId)) {
      // One who has been here before keeps to the time that everybody was told; only a new ask tries at once.
      const postponedUntil = await deps.postponements.until(occurrence.key);
      if (postponedUntil) throw new JobDelayed(postponedUntil);
    }
    await waiting.join(occurrence.key, waiter);
    const lock = await deps.locks.acquire(occurrence.key, context.jobId);
    if (!lock) {
      if (!(await waiting.load(waiterId))) return;
      throw new JobDelayed(new Date(deps.clock.now() + LOOK_AGAIN_MS));
    }
    let answer: Answer = { kind: 'report', key: occurrence.key };
    try {
      if (!(await isAnswered(deps.store, deps.clock, occurrence.key, waiter.notBefore))) {
        await deps.makeReport(occurrence, AbortSignal.any([context.signal, lock.lost]));
      }
      for (const name of [occurrence.key, refText(ref)]) await deps.postponements.clear(name);
    } catch (error) {
      if (lock.lost.aborted) throw new JobInterrupted('another replica reads this webinar now', { cause: error });
      const notice = (failure: Failure) => answering.noticeAll(occurrence.key, { kind: 'failure', failure });
      const failure = await settleFailure(deps, error, context, {
        name: occurrence.key,
        reference: waiter.reference,
        notice,
      });
      logger.warn({ ...log, err: error, failure: failure.kind }, 'the report could not be made');
      answer = { kind: 'failure', failure };
    } finally {
      await lock.release();
    }
    // After the release: whoever joins from now on finds the lock free and looks after himself.
    await answering.answerAll(occurrence.key, answer);
  };
}

async function isAnswered(store: ReportStore, clock: Clock, key: string, notBefore: number): Promise<boolean> {
  const head = await store.getHead(key);
  return head !== null && Date.parse(head.freshUntil) > clock.now() && Date.parse(head.readAt) >= notBefore;
}

/**
 * Returns the failure that those who wait are to be told for good. What may pass is thrown on instead: as a job to be
 * run later (they are told when, and go on waiting), as an interruption, or as an error that the queue tries again.
 */
async function settleFailure(
  { postponements, logger }: BuildDependencies,
  error: unknown,
  context: JobContext,
  read: { name: string; reference: string; notice: (failure: Failure) => Promise<void> },
): Promise<Failure> {
  if (context.signal.aborted) throw new JobInterrupted('stopped in the middle of a read', { cause: error });
  if (!(error instanceof AppError) || error.failure.kind === 'storage-unavailable') {
    if (!context.lastAttempt) throw error;
    return error instanceof AppError ? error.failure : { kind: 'internal' };
  }
  const later = await postponements.decide(read.name, error);
  if (!later) return error.failure;
  const log = { ref: read.reference, webinar: read.name, failure: later.failure.kind, again: later.at.toISOString() };
  logger.warn({ ...log, err: error }, 'a read is put off');
  await read.notice(later.failure);
  throw new JobDelayed(later.at);
}
