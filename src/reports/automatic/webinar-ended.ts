import { z } from 'zod';
import type { JobPayload } from '../../jobs/catalog.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue, type StoredValue } from '../../storage/stored-value.ts';
import { type HashIdentity, hostKeyOfUser } from '../../webinar/host-key.ts';
import type { OccurrenceUuid } from '../../webinar/ids.ts';
import type { EndedEvent } from '../../webinar/occurrence.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import { QUIET_STEP } from './pushed-steps.ts';
import { countFrom, nextStep, type ReadSchedule } from './read-schedule.ts';

/** Older than that, another run may have ended since; the number is left to mean what Zoom says. */
const JUST_ENDED_MS = 10 * 60_000;
/** Who told of the end first: Zoom's event or a sweep. A rehearsal is no end. */
const EndedMark = z.enum(['event', 'sweep', 'rehearsal']);

export interface EndedDependencies {
  readonly kv: Kv;
  readonly jobs: Jobs;
  readonly occurrences: Occurrences;
  readonly schedule: ReadSchedule;
  /** So long without an event means that Zoom has pushed all. */
  readonly quietSeconds: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hashIdentity: HashIdentity;
  /** Whoever watched it is told. */
  readonly onOver: (uuid: OccurrenceUuid, endedAtMs: number) => Promise<void>;
}

/**
 * A webinar ended: stores the work of reading and reporting it. However often it is called for one occurrence, the
 * work is stored once. The job first, then the mark: a crash in between stores the job a second time under the same id.
 *
 * @throws AppError `storage-unavailable` when the work could not be stored: Zoom has to send the event again
 */
export function createEndedHandler({
  kv,
  jobs,
  occurrences,
  schedule,
  quietSeconds,
  clock,
  logger,
  hashIdentity,
  onOver,
}: EndedDependencies) {
  const marks = createStoredValue(kv, EndedMark);
  const hosts = createEndedHosts(kv);

  /** From now on the number means this run. The work is stored: failing now would have Zoom send the event for nothing. */
  async function rememberRun({ uuid, webinarId, topic, startedAt }: EndedEvent, endedAt: string): Promise<void> {
    const known = { key: uuid, uuid, webinarId, topic, startedAt, endedAt } as const;
    try {
      await occurrences.remember({ ...known, participantCount: null, state: 'past', hostKey: null });
    } catch (err) {
      logger.warn({ occurrence: uuid, err }, 'the number of a webinar may mean the run before for some minutes');
    }
  }

  return async function handleEnded(
    event: EndedEvent,
    foundBy: 'event' | 'sweep',
  ): Promise<'stored' | 'duplicate' | 'ignored'> {
    const mark = keys.ended(event.uuid);
    const hostKey = hostKeyOfUser(event.hostId ?? '', hashIdentity);
    if (event.isPracticeSession) {
      // For the sweep: nothing in Zoom's list tells a rehearsal from the show.
      await marks.setIfAbsent(mark, 'rehearsal');
      return 'ignored';
    }
    const marked = await marks.get(mark);
    // A show that follows its rehearsal without a break might have the same UUID.
    if (marked !== null && !(marked === 'rehearsal' && foundBy === 'event')) {
      // A sweep that came first knows the host by address only; the work it stored finds this when it runs.
      if (marked === 'sweep' && hostKey) await hosts.set(keys.endedHost(event.uuid), hostKey);
      return 'duplicate';
    }
    const now = clock.now();
    const endedAt = event.endedAt ?? new Date(now).toISOString();
    const countedFrom = foundBy === 'sweep' ? Date.parse(endedAt) : countFrom(event.endedAt, now);
    const next = nextStep(schedule.delaysSeconds, countedFrom, 0, now);
    if (!next) return 'ignored';
    const { step, delayMs } = beginQuietly(next, quietSeconds * 1000);
    const ended: JobPayload<'report.automatic'> = {
      uuid: event.uuid,
      webinarId: event.webinarId,
      topic: event.topic,
      hostKey,
      startedAt: event.startedAt,
      endedAt,
      countedFrom,
      step,
    };
    await jobs.enqueue('report.automatic', ended, { id: automaticReportId(ended), delayMs });
    await marks.set(mark, foundBy);
    await onOver(event.uuid, Date.parse(endedAt)).catch((err: unknown) =>
      logger.warn({ occurrence: event.uuid, err }, 'warnings of a webinar that ended may stand as they were'),
    );
    if (now - Date.parse(endedAt) < JUST_ENDED_MS) await rememberRun(event, endedAt);
    logger.info({ occurrence: event.uuid, foundBy, firstReadInMs: delayMs }, 'a webinar ended');
    return 'stored';
  };
}

/** Before the first delay has passed there may be enough of what Zoom pushed. */
function beginQuietly(next: { step: number; delayMs: number }, quietMs: number): { step: number; delayMs: number } {
  return next.step === 0 && quietMs < next.delayMs ? { step: QUIET_STEP, delayMs: quietMs } : next;
}

export type HandleEnded = ReturnType<typeof createEndedHandler>;

/** Hosts by user id, where an event told one after a sweep had found the end. */
export function createEndedHosts(kv: Kv): StoredValue<string> {
  return createStoredValue(kv, z.string());
}

/** One job per occurrence and step. */
export function automaticReportId({ uuid, step }: Pick<JobPayload<'report.automatic'>, 'uuid' | 'step'>): string {
  return `automatic-${uuid}-${step}`;
}
