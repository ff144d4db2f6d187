import { type Failure, isDefiniteRefusal } from '../../errors.ts';
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
import type { BrokenOff, JobDeaths } from '../reading/job-deaths.ts';
import type { MakeReport } from '../reading/make-report.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { ReadRetries } from '../reading/read-retry.ts';
import type { ReportHead } from '../report.ts';
import type { AutomaticReportState, AutomaticReportStates } from './automatic-report-state.ts';
import { lookUpEnded, occurrenceOf } from './ended-occurrence.ts';
import { handleFailedRead, lastWord, readName } from './failed-read.ts';
import { nextStep, type ReadSchedule } from './read-schedule.ts';
import type { Recipients } from './recipients.ts';
import { automaticReportId } from './webinar-ended.ts';
import { keepWithinQuota } from './within-quota.ts';

/** When somebody else reads the same webinar just now, the read waits for its turn. */
const LOOK_AGAIN_MS = 3_000;
/** So Zoom says, hours after the end, that it will give no more. */
const NO_MORE: ReadonlySet<Failure['kind']> = new Set(['no-data', 'not-found', 'too-old']);

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
  readonly schedule: ReadSchedule;
  /** Calls of the day that are kept for the first reads of webinars. */
  readonly reservedCalls: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newReference: () => string;
}

/** Which read of how many this is. */
interface Turn {
  readonly step: number;
  readonly isLast: boolean;
  /** There is a report, and the delays have passed: for the sake of what is still missing. */
  readonly isReadingOn: boolean;
}

/**
 * The job behind an automatic report: one read after every delay, and then ever more rarely for a day, until Zoom's data is
 * complete. What can be read is posted at once and then kept up to date; a read that fails is never the end before the
 * last delay has passed.
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
    const turn = turnOf(deps, ended, state);
    // Whoever asks just after the end may still be offered "Post here when it ends".
    if (!(await recipients.mayBeInterested(ended))) {
      await recipients.conclude(ended, occurrenceOf(ended));
      return goOnForOthers(deps, ended, turn, state);
    }

    let occurrence = occurrenceOf(ended);
    try {
      occurrence = await lookUpEnded(deps.occurrences, ended, {
        notBefore: clock.now(),
        owner: ownerOf(ended.uuid, turn),
        signal: context.signal,
      });
      // Before the read: what stands in a channel that was left is not brought up to date.
      await recipients.conclude(ended, occurrence);
      if ((await recipients.channelsFor(ended, occurrence)).length === 0) {
        return await goOnForOthers(deps, ended, turn, state);
      }
      const head = await readOnce(deps, occurrence, { turn, context });
      await deps.readRetries.clear(readName(ended));
      const isOver = head.state === 'final' || turn.isLast;
      await recipients.post(ended, occurrence, { kind: 'report' }, isOver);
      const after = { done: isOver, before: { step: turn.step, rowsRead: head.rowsRead } };
      if (isOver) await finish(deps, ended, after);
      else await goOn(deps, ended, turn, after);
    } catch (error) {
      if (error instanceof JobDelayed || error instanceof JobInterrupted) throw error;
      const reference = deps.newReference();
      const { delaysSeconds } = deps.schedule;
      const hasNext = hasNextRead(deps, turn, state);
      const nextDueAt = hasNext ? ended.countedFrom + (delaysSeconds[turn.step + 1] ?? 0) * 1000 : null;
      const failure = await handleFailedRead(deps, error, { ended, occurrence, context, nextDueAt, reference });
      const isLast = !hasNext || isDefiniteRefusal(failure) || (turn.isReadingOn && NO_MORE.has(failure.kind));
      logger.warn(
        { ref: reference, occurrence: ended.uuid, step: turn.step, failure: failure.kind, err: error },
        isLast ? 'a webinar could not be reported' : 'a webinar could not be read yet',
      );
      if (!isLast) return goOn(deps, ended, turn, state);
      await postLastWord(deps, ended, occurrence, state, lastWord(failure, occurrence), reference);
    }
  };
}

function turnOf(
  { schedule, clock }: AutomaticReportDependencies,
  { countedFrom, step }: Ended,
  { before }: AutomaticReportState,
): Turn {
  const due = nextStep(schedule.delaysSeconds, countedFrom, step, clock.now()) ?? { step, isLast: true };
  return { ...due, isReadingOn: before !== null && due.step >= schedule.readOnFrom };
}

/** Nothing was read: after the delays there is nothing to complete, and nobody who waits for it. */
function hasNextRead({ schedule }: AutomaticReportDependencies, turn: Turn, state: AutomaticReportState): boolean {
  return !turn.isLast && (state.before !== null || turn.step + 1 < schedule.readOnFrom);
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
  { locks, clock, makeReport, source, reservedCalls }: AutomaticReportDependencies,
  occurrence: Occurrence,
  { turn, context }: { turn: Turn; context: JobContext },
): Promise<ReportHead> {
  const lock = await locks.acquire(keys.readLock(occurrence.key), context.jobId);
  if (!lock) throw new JobDelayed(new Date(clock.now() + LOOK_AGAIN_MS));
  try {
    await keepWithinQuota(source, occurrence, clock, turn.isReadingOn ? reservedCalls : 0);
    return await makeReport(occurrence, {
      owner: ownerOf(occurrence.key, turn),
      signal: AbortSignal.any([context.signal, lock.lost]),
      isLast: turn.isLast,
    });
  } catch (error) {
    if (lock.lost.aborted) throw new JobInterrupted('another replica reads this webinar now', { cause: error });
    throw error;
  } finally {
    await lock.release();
  }
}

/** Nobody asked. What is there already and only read again lets others go first. */
function ownerOf(webinar: string, { isReadingOn }: Turn): CallOwner {
  return { kind: isReadingOn ? 'refresh' : 'automatic', person: '', webinar };
}

/** For who may still subscribe, soon after the end; later nobody is waited for. */
async function goOnForOthers(
  deps: AutomaticReportDependencies,
  ended: Ended,
  turn: Turn,
  state: AutomaticReportState,
): Promise<void> {
  const isOver = turn.step + 1 >= deps.schedule.readOnFrom;
  await (isOver ? finish(deps, ended, state) : goOn(deps, ended, turn, state));
}

async function goOn(
  deps: AutomaticReportDependencies,
  ended: Ended,
  turn: Turn,
  state: AutomaticReportState,
): Promise<void> {
  const { delaysSeconds } = deps.schedule;
  const next = hasNextRead(deps, turn, state)
    ? nextStep(delaysSeconds, ended.countedFrom, turn.step + 1, deps.clock.now())
    : null;
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
