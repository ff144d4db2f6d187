import type { JobContext } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { CallContext, CallOwner } from '../../webinar/call-owner.ts';
import { type HashIdentity, hostKeyOfEmail } from '../../webinar/host-key.ts';
import type { EndedEvent, FetchedOccurrence } from '../../webinar/occurrence.ts';
import type { WebinarSource } from '../../webinar/source.ts';
import { matchesFilter, mayMatchFilter } from '../subscriptions/match-subscription.ts';
import type { Subscription, Subscriptions } from '../subscriptions/subscription.ts';
import type { HandleEnded } from './webinar-ended.ts';

export const SWEEP_EVERY_MS = 30 * 60_000;
const SECOND_MS = 1000;
const LOOK_BACK_MS = 24 * 3_600_000;
const SWEEP: CallOwner = { kind: 'automatic', person: '', webinar: '' };

/** The job that finds webinars whose end nobody told: events get lost, and a bot may have been down for a day. */
export function createSweepHandler({
  source,
  replayEvents,
  pauseLeavers,
  subscriptions,
  handleEnded,
  hashIdentity,
  clock,
  logger,
  onSwept,
}: {
  source: Pick<WebinarSource, 'fetchEnded'>;
  /** Events that Zoom could not deliver, taken once more; null where nobody can tell which they are. */
  replayEvents: ((context: CallContext, isWanted: (ended: EndedEvent) => boolean) => Promise<void>) | null;
  /** First of all: for whom nothing has to be looked for any more. */
  pauseLeavers: (signal: AbortSignal) => Promise<void>;
  subscriptions: Subscriptions;
  handleEnded: HandleEnded;
  hashIdentity: HashIdentity;
  clock: Clock;
  logger: Logger;
  onSwept: (found: number) => void;
}) {
  return async function handleSweep(_payload: unknown, { signal }: JobContext): Promise<void> {
    await pauseLeavers(signal).catch((err: unknown) =>
      logger.warn({ err }, 'whether those who have subscribed may still ask is looked at with the next sweep'),
    );
    const active = (await subscriptions.all()).filter(({ paused }) => paused === null);
    if (active.length === 0) return;
    // First: of what was pushed nothing has to be read.
    await replayEvents?.({ owner: SWEEP, signal }, (event) => mayBeWanted(active, event));
    const now = clock.now();
    const ended = await source.fetchEnded(new Date(now - LOOK_BACK_MS), new Date(now), { owner: SWEEP, signal });
    let found = 0;
    for (const webinar of ended) {
      if (webinar.uuid === null || !isWanted(active, webinar, hashIdentity)) continue;
      const outcome = await handleEnded(
        {
          uuid: webinar.uuid,
          webinarId: webinar.webinarId,
          topic: webinar.topic,
          hostId: null,
          startedAt: webinar.startedAt,
          endedAt: webinar.endedAt,
          isPracticeSession: false,
        },
        'sweep',
      );
      if (outcome === 'stored') found += 1;
    }
    onSwept(found);
    logger.info({ ended: ended.length, found }, 'looked for webinars whose end nobody told');
  };
}

/** Whoever subscribes today has not asked for yesterday's reports. */
function isWanted(
  active: readonly Subscription[],
  { webinarId, topic, hostEmail, endedAt }: FetchedOccurrence,
  hashIdentity: HashIdentity,
): boolean {
  const hostKey = hostKeyOfEmail(hostEmail ?? '', hashIdentity);
  const webinar = { webinarId, topic, hostKeys: hostKey ? [hostKey] : [] };
  return active.some((one) => matchesFilter(one.filter, webinar) && wasThere(one, endedAt));
}

/** The same of an event, which names the host in another way. */
function mayBeWanted(active: readonly Subscription[], { webinarId, topic, endedAt }: EndedEvent): boolean {
  const webinar = { webinarId, topic, hostKeys: [], isHostKnown: false };
  return active.some((one) => mayMatchFilter(one.filter, webinar) && wasThere(one, endedAt));
}

/** Zoom's times are in whole seconds. */
function wasThere({ createdAt }: Subscription, endedAt: string | null): boolean {
  return endedAt !== null && Date.parse(endedAt) > Date.parse(createdAt) - SECOND_MS;
}
