import { AppError, isStorageTrouble } from '../../errors.ts';
import type { JobPayload } from '../../jobs/catalog.ts';
import { JobDelayed } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { isNearlyAll } from '../completeness.ts';
import type { ReportHead } from '../report.ts';
import type { ReadSchedule } from './read-schedule.ts';

/** The step before the first delay: as soon as Zoom pushes nothing more. A process that does not know it reads at once. */
export const QUIET_STEP = -1;
/** The step after all others: something was pushed when the last report had been told. A process that does not know it is done already. */
export const LATE_STEP = 1_000;

type Ended = JobPayload<'report.automatic'>;

/** What is known of the events that Zoom pushed of a run (reports/collecting). */
export interface PushedEvents {
  /** Visits that were measured. */
  count(occurrenceKey: string): Promise<number>;
  /** Milliseconds since 1970; null when there were none. */
  lastEventAt(occurrenceKey: string): Promise<number | null>;
  /** From now on late events are told. */
  markOver(occurrenceKey: string): Promise<void>;
}

export interface PushedSteps {
  /**
   * Whether events came, and no more come: then this is the time to look whether they are all.
   * @throws JobDelayed while they come, until the first read is due anyway
   */
  isQuiet(ended: Ended): Promise<boolean>;
  /** Whether a report can be made of them without a page of Zoom's API. */
  areEnough(occurrence: Occurrence): Promise<boolean>;
}

export function createPushedSteps({
  pushed,
  schedule,
  quietSeconds,
  kv,
  clock,
  logger,
}: {
  pushed: PushedEvents;
  schedule: ReadSchedule;
  quietSeconds: number;
  kv: Kv;
  clock: Clock;
  logger: Logger;
}): PushedSteps {
  /** Once a day: whoever does without the events is not told more often. */
  async function hint(uuid: string): Promise<void> {
    const { name, lifeSeconds } = keys.noEventsHint;
    if (!(await kv.setIfAbsent(name, 'told', lifeSeconds))) return;
    logger.warn(
      { occurrence: uuid, event: 'webinar.participant_qos_summary' },
      'Zoom pushed nothing of a webinar that ended: with this event subscribed reports are there at once and cost next to no calls',
    );
  }

  return {
    async isQuiet(ended) {
      const lastAt = await pushed.lastEventAt(ended.uuid);
      if (lastAt === null) {
        await hint(ended.uuid);
        return false;
      }
      const quietAt = Math.max(lastAt, ended.countedFrom) + quietSeconds * 1000;
      if (quietAt <= clock.now()) return true;
      // Whatever comes until then: it is read then.
      if (quietAt >= ended.countedFrom + (schedule.delaysSeconds[0] ?? 0) * 1000) return false;
      throw new JobDelayed(new Date(quietAt));
    },
    areEnough: async ({ key, participantCount }) => isNearlyAll(await pushed.count(key), participantCount),
  };
}

/** Without the list, which Zoom may not have yet, it is known of nobody who presented: the next read adds it. */
export function isListSettled({ participantsList }: ReportHead): boolean {
  return participantsList?.state === 'ok' || participantsList?.state === 'no-scope';
}

/** Zoom cannot be asked now. The first delay is the next try, and nobody waits for anything before it. */
export function mayWaitForDelay(step: number, error: unknown): boolean {
  return step === QUIET_STEP && error instanceof AppError && !isStorageTrouble(error);
}
