import { type Failure, isDefiniteRefusal } from '../../errors.ts';
import type { JobPayload } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobInterrupted } from '../../jobs/job-queue.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import { keys } from '../../storage/keys.ts';
import type { StoredValue } from '../../storage/stored-value.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { BrokenOff, JobDeaths } from '../reading/job-deaths.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { ReadRetries } from '../reading/read-retry.ts';
import type { AutomaticReportState, AutomaticReportStates } from './automatic-report-state.ts';
import { lookUpEnded, occurrenceOf } from './ended-occurrence.ts';
import { handleFailedRead, lastWord, readName } from './failed-read.ts';
import { readLate } from './late-events.ts';
import {
  isListSettled,
  LATE_STEP,
  mayWaitForDelay,
  type PushedEvents,
  type PushedSteps,
  QUIET_STEP,
} from './pushed-steps.ts';
import { ownerOf, type ReadOnceDependencies, readOnce, type Turn } from './read-once.ts';
import { nextStep, type ReadSchedule } from './read-schedule.ts';
import type { Recipients } from './recipients.ts';
import { automaticReportId } from './webinar-ended.ts';

/** So Zoom says, hours after the end, that it will give no more. */
const NO_MORE: ReadonlySet<Failure['kind']> = new Set(['no-data', 'not-found', 'too-old']);

type Ended = JobPayload<'report.automatic'>;

export interface AutomaticReportDependencies extends ReadOnceDependencies {
  readonly states: AutomaticReportStates;
  /** Hosts that an event told after a sweep had found the end. */
  readonly endedHosts: StoredValue<string>;
  readonly jobs: Jobs;
  readonly occurrences: Occurrences;
  readonly readRetries: ReadRetries;
  readonly jobDeaths: JobDeaths;
  readonly recipients: Recipients;
  readonly schedule: ReadSchedule;
  readonly pushed: PushedEvents;
  readonly pushedSteps: PushedSteps;
  /** Of `Occurrence.key`: there is a report, and nothing more is read by itself. */
  readonly onLastRead: (key: string) => Promise<void>;
  readonly logger: Logger;
  readonly newReference: () => string;
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
    if (state.done && ended.step !== LATE_STEP) return;
    const isGivenUp = await deps.jobDeaths.heed(context, {
      ...{ job: 'report.automatic', reference: null },
      tell: (brokenOff) => tellBrokenOff(deps, ended, state, brokenOff),
    });
    if (isGivenUp) return;
    if (ended.step === LATE_STEP) return readLate(deps, ended, context, state);
    const turn = turnOf(deps, ended, state);
    if (turn.step === QUIET_STEP && !(await deps.pushedSteps.isQuiet(ended))) return goOn(deps, ended, turn, state);
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
      const isQuietStep = turn.step === QUIET_STEP;
      if (isQuietStep && !(await deps.pushedSteps.areEnough(occurrence))) return await goOn(deps, ended, turn, state);
      const head = await readOnce(deps, occurrence, { turn, context });
      await deps.readRetries.clear(readName(ended));
      const isOver = (head.state === 'final' && (!isQuietStep || isListSettled(head))) || turn.isLast;
      await recipients.post(ended, occurrence, { kind: 'report' }, isOver);
      const after = { done: isOver, before: { step: turn.step, rowsRead: head.rowsRead } };
      if (isOver) await finish(deps, ended, after);
      else await goOn(deps, ended, turn, after);
    } catch (error) {
      if (error instanceof JobDelayed || error instanceof JobInterrupted) throw error;
      if (mayWaitForDelay(turn.step, error)) return goOn(deps, ended, turn, state);
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
  { states, pushed, onLastRead, logger }: AutomaticReportDependencies,
  ended: Ended,
  state: AutomaticReportState,
): Promise<void> {
  const { uuid, step } = ended;
  await states.save(uuid, { ...state, done: true, ended });
  if (state.before !== null) await Promise.all([pushed.markOver(uuid), onLastRead(occurrenceOf(ended).key)]);
  logger.info({ occurrence: uuid, step, wasRead: state.before !== null }, 'nothing more is read of a webinar');
}
