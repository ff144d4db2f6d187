import { type JobContext, JobDelayed, JobInterrupted } from '../../jobs/job-queue.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Locks } from '../../storage/lock.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { isNearlyAll } from '../completeness.ts';
import type { MakeReport } from '../reading/make-report.ts';
import { keepWithinDay, type QuotaSource } from '../reading/pages/day-quota.ts';
import type { ReportHead } from '../report.ts';
import type { PushedEvents } from './pushed-steps.ts';

/** When somebody else reads the same webinar just now, the read waits for its turn. */
const LOOK_AGAIN_MS = 3_000;

/** Which read of how many this is. */
export interface Turn {
  readonly step: number;
  readonly isLast: boolean;
  /** There is a report, and the delays have passed: for the sake of what is still missing. */
  readonly isReadingOn: boolean;
}

export interface ReadOnceDependencies {
  readonly source: QuotaSource;
  readonly locks: Locks;
  readonly makeReport: MakeReport;
  readonly pushed: Pick<PushedEvents, 'count'>;
  /** Calls of the day that are kept for the first reads of webinars. */
  readonly reservedCalls: number;
  readonly clock: Clock;
}

/** @throws JobDelayed while somebody else reads the webinar; JobInterrupted when the right to read it was lost */
export async function readOnce(
  { locks, clock, makeReport, source, pushed, reservedCalls }: ReadOnceDependencies,
  occurrence: Occurrence,
  { turn, context }: { turn: Turn; context: JobContext },
): Promise<ReportHead> {
  const lock = await locks.acquire(keys.readLock(occurrence.key), context.jobId);
  if (!lock) throw new JobDelayed(new Date(clock.now() + LOOK_AGAIN_MS));
  try {
    // What was pushed costs no calls.
    if (!isNearlyAll(await pushed.count(occurrence.key), occurrence.participantCount)) {
      const { participantCount } = occurrence;
      const keptCalls = turn.isReadingOn ? reservedCalls : 0;
      await keepWithinDay(source, clock, { kind: 'automatic', participantCount, keptCalls });
    }
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
export function ownerOf(webinar: string, { isReadingOn }: Pick<Turn, 'isReadingOn'>): CallOwner {
  return { kind: isReadingOn ? 'refresh' : 'automatic', person: '', webinar };
}
