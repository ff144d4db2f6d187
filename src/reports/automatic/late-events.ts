import type { JobPayload } from '../../jobs/catalog.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { AutomaticReportState, AutomaticReportStates } from './automatic-report-state.ts';
import { lookUpEnded, occurrenceOf } from './ended-occurrence.ts';
import { LATE_STEP, type PushedSteps } from './pushed-steps.ts';
import { ownerOf, type ReadOnceDependencies, readOnce } from './read-once.ts';
import type { Recipients } from './recipients.ts';
import { automaticReportId } from './webinar-ended.ts';

type Ended = JobPayload<'report.automatic'>;

/** The shortest time between two looks at late events. */
const LEAST_PAUSE_MS = 1_000;

/** Hears of events that come when the last report was told, and stores a look at them: one job for all that come close together. */
export function createLateEvents({
  states,
  jobs,
  clock,
  quietSeconds,
}: {
  states: AutomaticReportStates;
  jobs: Jobs;
  clock: Clock;
  quietSeconds: number;
}): (occurrenceKey: string) => Promise<void> {
  const pauseMs = Math.max(LEAST_PAUSE_MS, quietSeconds * 1000);

  return async (occurrenceKey) => {
    const { done, ended = null } = await states.load(occurrenceKey);
    if (!done || ended === null) return;
    const late: Ended = { ...ended, step: LATE_STEP };
    // One that is being run may have looked already: what comes in the next span has a job of its own.
    const id = `${automaticReportId(late)}-${Math.floor(clock.now() / pauseMs)}`;
    await jobs.enqueue('report.automatic', late, { id, delayMs: pauseMs });
  };
}

interface LateReadDependencies extends ReadOnceDependencies {
  readonly occurrences: Occurrences;
  readonly recipients: Recipients;
  readonly pushedSteps: PushedSteps;
  readonly states: AutomaticReportStates;
  readonly logger: Logger;
}

/**
 * Makes the report anew of what was pushed, when there are more visits than it has. An event that only came again changes nothing, and neither does a
 * late one where what was pushed is too little: then the report was read from Zoom's API, and has the row if Zoom has it.
 */
export async function readLate(
  deps: LateReadDependencies,
  ended: Ended,
  context: JobContext,
  { before }: AutomaticReportState,
): Promise<void> {
  const { recipients, occurrences, pushed, pushedSteps, states, logger } = deps;
  if (before !== null && (await pushed.count(ended.uuid)) <= before.rowsRead) {
    logger.debug({ occurrence: ended.uuid }, 'events came late, of no visit that is new');
    return;
  }
  if (!(await recipients.mayBeInterested(ended))) return;
  const turn = { step: LATE_STEP, isLast: true, isReadingOn: false };
  const occurrence = await lookUpEnded(occurrences, ended, {
    ...{ notBefore: 0, signal: context.signal },
    owner: ownerOf(occurrenceOf(ended).key, turn),
  });
  if ((await recipients.channelsFor(ended, occurrence)).length === 0) return;
  if (!(await pushedSteps.areEnough(occurrence))) return;
  const { state, rowsRead } = await readOnce(deps, occurrence, { turn, context });
  logger.info({ occurrence: ended.uuid, state, rowsRead }, 'events came late: the report was made anew');
  await recipients.post(ended, occurrence, { kind: 'report' }, true);
  await states.save(ended.uuid, { done: true, before: { step: LATE_STEP, rowsRead }, ended });
}
