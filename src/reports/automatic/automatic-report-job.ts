import type { Failure } from '../../errors.ts';
import type { JobPayload } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobInterrupted } from '../../jobs/job-queue.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Locks } from '../../storage/lock.ts';
import type { StoredValue } from '../../storage/stored-value.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { WebinarSource } from '../../webinar/source.ts';
import { decideState, type ReadOutcome, toOutcome } from '../completeness.ts';
import type { BrokenOff, JobDeaths } from '../reading/job-deaths.ts';
import type { MakeReport } from '../reading/make-report.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { ReadRetries } from '../reading/read-retry.ts';
import type { ReportHead } from '../report.ts';
import type { AutomaticReportState, AutomaticReportStates } from './automatic-report-state.ts';
import { lookUpEnded, occurrenceOf } from './ended-occurrence.ts';
import { handleFailedRead, lastWord, readName } from './failed-read.ts';
import { nextStep } from './read-schedule.ts';
import type { Recipients } from './recipients.ts';
import { automaticReportId } from './webinar-ended.ts';
import { keepWithinQuota } from './within-quota.ts';

/** When somebody else reads the same webinar just now, the read waits for its turn. */
const LOOK_AGAIN_MS = 3_000;

type Ended = JobPayload<'report.automatic'>;

export interface AutomaticReportDependencies {
  readonly states: AutomaticReportStates;
  /** Hosts that an event told after a sweep had found the end. */
  readonly endedHosts: StoredValue<string>;
  readonly jobs: Jobs;
  readonly source: Pick<WebinarSource, 'callsLeftToday'>;
  readonly occurrences: Occurrences;
  readonly locks: Locks;
  readonly readRetries: ReadRetries;
  readonly jobDeaths: JobDeaths;
  readonly makeReport: MakeReport;
  readonly recipients: Recipients;
  readonly delaysSeconds: readonly number[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newReference: () => string;
}

/** Which read of how many this is. */
interface Turn {
  readonly step: number;
  readonly isLast: boolean;
}

/**
 * The job behind an automatic report: one read after every delay, until Zoom's data is complete. What can be read is
 * posted at once and then kept up to date; a read that fails is never the end before the last delay has passed.
 */
export function createAutomaticReportHandler(deps: AutomaticReportDependencies) {
  const { recipients, clock, logger } = deps;

  return async function handleAutomaticReport(told: Ended, context: JobContext): Promise<void> {
    const hostKey = told.hostKey ?? (await deps.endedHosts.get(keys.endedHost(told.uuid)));
    const ended: Ended = { ...told, hostKey };
    const state = await deps.states.load(ended.uuid);
    if (state.done) return;
    const isGivenUp = await deps.jobDeaths.heed(context, {
      ...{ job: 'report.automatic', reference: null },
      tell: (brokenOff) => tellBrokenOff(deps, ended, state, brokenOff),
    });
    if (isGivenUp) return;
    const turn = nextStep(deps.delaysSeconds, ended.countedFrom, ended.step, clock.now()) ?? {
      step: ended.step,
      isLast: true,
    };
    // Whoever asks just after the end may still be offered "Post here when it ends".
    if (!(await recipients.mayBeInterested(ended))) {
      await recipients.conclude(ended, occurrenceOf(ended));
      return goOn(deps, ended, turn, state);
    }

    let occurrence = occurrenceOf(ended);
    try {
      occurrence = await lookUpEnded(deps.occurrences, ended, {
        notBefore: clock.now(),
        owner: ownerOf(ended.uuid),
        signal: context.signal,
      });
      // Before the read: what stands in a channel that was left is not brought up to date.
      await recipients.conclude(ended, occurrence);
      if ((await recipients.channelsFor(ended, occurrence)).length === 0) return await goOn(deps, ended, turn, state);
      const { head, outcome } = await readOnce(deps, occurrence, { state, turn, context });
      await deps.readRetries.clear(readName(ended));
      const isFinal = head.state === 'final';
      await recipients.post(ended, occurrence, { kind: 'report' }, isFinal);
      const after = { done: isFinal, before: outcome && { ...outcome, step: turn.step } };
      if (isFinal) await finish(deps, ended, after);
      else await goOn(deps, ended, turn, after);
    } catch (error) {
      if (error instanceof JobDelayed || error instanceof JobInterrupted) throw error;
      const { isLast } = turn;
      const reference = deps.newReference();
      const nextDueAt = isLast ? null : ended.countedFrom + (deps.delaysSeconds[turn.step + 1] ?? 0) * 1000;
      const failure = await handleFailedRead(deps, error, { ended, occurrence, context, nextDueAt, reference });
      logger.warn(
        { ref: reference, occurrence: ended.uuid, step: turn.step, failure: failure.kind, err: error },
        isLast ? 'a webinar could not be reported' : 'a webinar could not be read yet',
      );
      if (!isLast) return goOn(deps, ended, turn, state);
      await postLastWord(deps, ended, occurrence, state, lastWord(failure, occurrence), reference);
    }
  };
}

/** Asks nobody but the store: whatever a process dies of must not keep channels from hearing of it. */
async function tellBrokenOff(
  deps: AutomaticReportDependencies,
  ended: Ended,
  state: AutomaticReportState,
  { retryAt, reference }: BrokenOff,
): Promise<void> {
  const occurrence = occurrenceOf(ended);
  const failure: Failure = {
    ...{ kind: 'broken-off', webinar: occurrence.webinarId ?? occurrence.key, topic: occurrence.topic },
    retryAt: retryAt?.toISOString() ?? null,
  };
  if (retryAt === null) await postLastWord(deps, ended, occurrence, state, failure, reference);
  else await deps.recipients.post(ended, occurrence, { kind: 'failure', failure, reference }, false);
}

/** What was read before is the last word, if there is anything: nobody will read more. */
async function postLastWord(
  deps: AutomaticReportDependencies,
  ended: Ended,
  occurrence: Occurrence,
  state: AutomaticReportState,
  failure: Failure,
  reference: string,
): Promise<void> {
  await deps.recipients.conclude(ended, occurrence);
  const content =
    state.before === null ? ({ kind: 'failure', failure, reference } as const) : ({ kind: 'report' } as const);
  await deps.recipients.post(ended, occurrence, content, true);
  await finish(deps, ended, state);
}

/** @throws JobDelayed while somebody else reads the webinar; JobInterrupted when the right to read it was lost */
async function readOnce(
  { locks, clock, makeReport, source }: AutomaticReportDependencies,
  occurrence: Occurrence,
  { state, turn, context }: { state: AutomaticReportState; turn: Turn; context: JobContext },
): Promise<{ head: ReportHead; outcome: ReadOutcome | null }> {
  const lock = await locks.acquire(keys.readLock(occurrence.key), context.jobId);
  if (!lock) throw new JobDelayed(new Date(clock.now() + LOOK_AGAIN_MS));
  // The same step again, as after a crash, is no second opinion.
  const before = state.before !== null && state.before.step < turn.step ? state.before : null;
  try {
    await keepWithinQuota(source, occurrence, clock);
    let outcome: ReadOutcome | null = null;
    const head = await makeReport(occurrence, {
      owner: ownerOf(occurrence.key),
      signal: AbortSignal.any([context.signal, lock.lost]),
      rate(rows, summary) {
        outcome = toOutcome(rows, summary);
        const { participantCount } = occurrence;
        return decideState(outcome, { participantCount, before, isLast: turn.isLast });
      },
    });
    return { head, outcome };
  } catch (error) {
    if (lock.lost.aborted) throw new JobInterrupted('another replica reads this webinar now', { cause: error });
    throw error;
  } finally {
    await lock.release();
  }
}

/** Nobody asked. */
function ownerOf(webinar: string): CallOwner {
  return { kind: 'automatic', person: '', webinar };
}

async function goOn(
  deps: AutomaticReportDependencies,
  ended: Ended,
  { step }: Turn,
  state: AutomaticReportState,
): Promise<void> {
  const next = nextStep(deps.delaysSeconds, ended.countedFrom, step + 1, deps.clock.now());
  if (!next) return finish(deps, ended, state);
  await deps.states.save(ended.uuid, state);
  const nextRead: Ended = { ...ended, step: next.step };
  await deps.jobs.enqueue('report.automatic', nextRead, { id: automaticReportId(nextRead), delayMs: next.delayMs });
}

async function finish(
  { states, logger }: AutomaticReportDependencies,
  { uuid, step }: Ended,
  state: AutomaticReportState,
): Promise<void> {
  await states.save(uuid, { ...state, done: true });
  logger.info({ occurrence: uuid, step, wasRead: state.before !== null }, 'nothing more is read of a webinar');
}
