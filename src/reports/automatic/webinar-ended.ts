import type { JobName, Settle } from '../../jobs/catalog.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { type HashIdentity, hostKeyOfUser } from '../../webinar/host-key.ts';
import type { EndedEvent } from '../../webinar/occurrence.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import { countFrom, nextStep } from './completeness.ts';

/** Older than that, another run may have ended since; the number is left to mean what Zoom says. */
const JUST_ENDED_MS = 10 * 60_000;
/** Zoom sends an event again for 85 minutes and a sweep looks back for a day; this outlives both by far. */
const KNOWN_FOR_SECONDS = 14 * 24 * 3600;
const REHEARSAL = 'rehearsal';

export interface EndedDependencies {
  readonly kv: Kv;
  readonly queue: JobQueue;
  readonly occurrences: Occurrences;
  readonly delaysSeconds: readonly number[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hashIdentity: HashIdentity;
}

/**
 * A webinar ended: stores the work of reading and reporting it. However often it is called for one occurrence, the
 * work is stored once. The job first, then the mark: a crash in between stores the job a second time under the same id.
 *
 * @throws AppError `storage-unavailable` when the work could not be stored: Zoom has to send the event again
 */
export function createEndedHandler({
  kv,
  queue,
  occurrences,
  delaysSeconds,
  clock,
  logger,
  hashIdentity,
}: EndedDependencies) {
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
      await kv.setIfAbsent(mark, REHEARSAL, KNOWN_FOR_SECONDS);
      return 'ignored';
    }
    const marked = await kv.get(mark);
    // A show that follows its rehearsal without a break might have the same UUID.
    if (marked !== null && !(marked === REHEARSAL && foundBy === 'event')) {
      // A sweep that came first knows the host by address only; the work it stored finds this when it runs.
      if (marked === 'sweep' && hostKey) await kv.set(keys.endedHost(event.uuid), hostKey, KNOWN_FOR_SECONDS);
      return 'duplicate';
    }
    const now = clock.now();
    const endedAt = event.endedAt ?? new Date(now).toISOString();
    const countedFrom = foundBy === 'sweep' ? Date.parse(endedAt) : countFrom(event.endedAt, now);
    const next = nextStep(delaysSeconds, countedFrom, 0, now);
    if (!next) return 'ignored';
    const settle: Settle = {
      uuid: event.uuid,
      webinarId: event.webinarId,
      topic: event.topic,
      hostKey,
      startedAt: event.startedAt,
      endedAt,
      countedFrom,
      step: next.step,
    };
    await queue.add('settle' satisfies JobName, settle, { id: settleId(settle), delayMs: next.delayMs });
    await kv.set(mark, foundBy, KNOWN_FOR_SECONDS);
    if (now - Date.parse(endedAt) < JUST_ENDED_MS) await rememberRun(event, endedAt);
    logger.info({ occurrence: event.uuid, foundBy, firstReadInMs: next.delayMs }, 'a webinar ended');
    return 'stored';
  };
}

export type HandleEnded = ReturnType<typeof createEndedHandler>;

/** One job per occurrence and step. */
export function settleId({ uuid, step }: Pick<Settle, 'uuid' | 'step'>): string {
  return `settle-${uuid}-${step}`;
}
