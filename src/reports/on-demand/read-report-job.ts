import type { Failure } from '../../errors.ts';
import type { JobPayload } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobInterrupted } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Locks } from '../../storage/lock.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import { refText, type WebinarRef } from '../../webinar/ids.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { BrokenOff, JobDeaths } from '../reading/job-deaths.ts';
import type { MakeReport } from '../reading/make-report.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import { logReadRetry, type ReadRetries, toReadError } from '../reading/read-retry.ts';
import { lastReadAt } from '../report.ts';
import type { ReportStore } from '../store.ts';
import type { Answer, RequestAnswers } from './answer-requests.ts';
import type { PendingRequest, PendingRequests } from './pending-requests.ts';

/** A request that joined looks again after this long, in case the reader it relies on was lost for good. */
const LOOK_AGAIN_MS = 30_000;

export interface ReadReportDependencies {
  readonly occurrences: Occurrences;
  readonly store: ReportStore;
  readonly pendingRequests: PendingRequests;
  readonly locks: Locks;
  readonly answers: RequestAnswers;
  readonly readRetries: ReadRetries;
  readonly jobDeaths: JobDeaths;
  /** Reads, grades and commits one occurrence. */
  readonly makeReport: MakeReport;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The job behind every request. However many there are for one occurrence, one of them reads and answers all;
 * the others put their request on the list and go.
 */
export function createReadReportHandler(deps: ReadReportDependencies) {
  const { occurrences, pendingRequests, answers, logger } = deps;

  return async function handleReadReport(
    { ref, requestId }: JobPayload<'report.read'>,
    context: JobContext,
  ): Promise<void> {
    const request = await pendingRequests.load(requestId);
    if (!request) return;
    const name = refText(ref);
    const log = { ref: request.reference, webinar: name };
    const isGivenUp = await deps.jobDeaths.heed(context, {
      ...{ job: 'report.read', reference: request.reference },
      tell: (brokenOff) => tellBrokenOff(deps, ref, request, brokenOff),
    });
    if (isGivenUp) return;
    const owner: CallOwner = {
      kind: request.notBefore === 0 ? 'ask' : 'refresh',
      person: request.requester.userId,
      webinar: name,
    };

    let occurrence: Occurrence;
    try {
      occurrence = await occurrences.resolve(ref, { notBefore: request.notBefore, owner, signal: context.signal });
    } catch (error) {
      const notify = (failure: Failure) => answers.notify([request], { kind: 'failure', failure });
      const failure = await handleFailure(deps, error, context, { name, reference: request.reference, notify });
      logger.warn({ ...log, err: error, failure: failure.kind }, 'the webinar could not be looked up');
      return answers.answer([request], { kind: 'failure', failure });
    }

    if (await pendingRequests.isPending(occurrence.key, requestId)) {
      // One that has been here before keeps to the time that everybody was told; only a new request tries at once.
      const nextTry = await deps.readRetries.nextTry(occurrence.key);
      if (nextTry) throw new JobDelayed(nextTry);
    }
    await pendingRequests.join(occurrence.key, request);
    const lock = await deps.locks.acquire(keys.readLock(occurrence.key), context.jobId);
    if (!lock) {
      if (!(await pendingRequests.load(requestId))) return;
      throw new JobDelayed(new Date(deps.clock.now() + LOOK_AGAIN_MS));
    }
    let answer: Answer = { kind: 'report', key: occurrence.key };
    try {
      if (!(await isAnswered(deps.store, deps.clock, occurrence.key, request.notBefore))) {
        const { webinarId, topic } = occurrence;
        const webinar = { webinar: webinarId ?? name, topic };
        await deps.makeReport(occurrence, {
          ...{ owner, signal: AbortSignal.any([context.signal, lock.lost]) },
          onEarlyWord: (word) => answers.tellEarly(occurrence.key, { kind: 'early-word', ...webinar, ...word }),
        });
      }
      for (const read of [occurrence.key, name]) await deps.readRetries.clear(read);
      await occurrences.noteRefusal(ref, null);
    } catch (error) {
      if (lock.lost.aborted) throw new JobInterrupted('another replica reads this webinar now', { cause: error });
      const notify = (failure: Failure) => answers.notifyAll(occurrence.key, { kind: 'failure', failure });
      const failure = await handleFailure(deps, error, context, {
        name: occurrence.key,
        reference: request.reference,
        notify,
      });
      logger.warn({ ...log, err: error, failure: failure.kind }, 'the report could not be made');
      await occurrences.noteRefusal(ref, failure).catch(() => undefined);
      answer = { kind: 'failure', failure };
    } finally {
      await lock.release();
    }
    // After the release: whoever joins from now on finds the lock free and looks after himself.
    await answers.answerAll(occurrence.key, answer);
  };
}

/** Asks nobody but the store: whatever a process dies of must not keep people from hearing of it. */
async function tellBrokenOff(
  { occurrences, answers, readRetries }: ReadReportDependencies,
  ref: WebinarRef,
  request: PendingRequest,
  { retryAt }: BrokenOff,
): Promise<void> {
  const failure: Failure = {
    ...{ kind: 'broken-off', webinar: refText(ref), topic: null },
    retryAt: retryAt?.toISOString() ?? null,
  };
  const key = await occurrences.knownKey(ref);
  if (retryAt === null) {
    await answers.answer([request], { kind: 'failure', failure });
    if (key !== null) await answers.answerAll(key, { kind: 'failure', failure });
    return;
  }
  await answers.notify([request], { kind: 'failure', failure });
  if (key === null) return;
  await answers.notifyAll(key, { kind: 'failure', failure });
  // The others have been told the same time; reading at once they might all break off in turn.
  await readRetries.keepTo(key, retryAt);
}

async function isAnswered(store: ReportStore, clock: Clock, key: string, notBefore: number): Promise<boolean> {
  const head = await store.getHead(key);
  return head !== null && Date.parse(head.freshUntil) > clock.now() && Date.parse(lastReadAt(head)) >= notBefore;
}

/**
 * Returns the failure that the requesters are to be told for good. What may pass is thrown on instead: as a job to be
 * run later (they are told when, and the requests stay pending), as an interruption, or as an error that the queue tries
 * again.
 */
async function handleFailure(
  { readRetries, logger }: ReadReportDependencies,
  error: unknown,
  context: JobContext,
  read: { name: string; reference: string; notify: (failure: Failure) => Promise<void> },
): Promise<Failure> {
  const known = toReadError(error, context);
  const retry = await readRetries.decide(read.name, known);
  if (!retry) return known.failure;
  logReadRetry(logger, retry, error, { ref: read.reference, webinar: read.name });
  await read.notify(retry.failure);
  throw new JobDelayed(retry.at);
}
