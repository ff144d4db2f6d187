import { z } from 'zod';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';
import { type HashIdentity, hostKeyOfUser } from '../../webinar/host-key.ts';
import type { OccurrenceUuid } from '../../webinar/ids.ts';
import type { StartedEvent } from '../../webinar/minute-record.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { matchesFilter, mayMatchFilter } from '../subscriptions/match-subscription.ts';
import type { Subscription, Subscriptions } from '../subscriptions/subscription.ts';

/** A subscription is heeded, or not any more, after so long: thousands of records come a minute. */
const KNOWN_FOR_MS = 3_000;
const MOST_KNOWN = 1_000;

const LiveWebinar = z.object({
  webinarId: z.string().nullable(),
  topic: z.string().nullable(),
  hostKeys: z.array(z.string()),
  /** Zoom's API was asked: an event tells the host by user id alone. */
  lookedUp: z.boolean().default(false),
});
/** What is known of a running webinar: its records name nothing but the run. */
type LiveWebinar = Readonly<z.infer<typeof LiveWebinar>>;

/** Which running webinars somebody wants to be warned of. */
export interface LiveWebinars {
  /** Zoom told that it began. @throws AppError `storage-…` */
  started(event: StartedEvent): Promise<void>;
  /** Zoom was asked about it. */
  lookedUp(uuid: OccurrenceUuid, occurrence: Occurrence): Promise<LiveWebinar>;
  find(uuid: OccurrenceUuid): Promise<LiveWebinar | null>;
  /** Whether a subscription may be meant that only a look at Zoom can tell of. */
  needsLookUp(webinar: LiveWebinar): Promise<boolean>;
  /** Channels that want warnings of it. */
  channelsFor(webinar: LiveWebinar): Promise<string[]>;
  /**
   * Whether a record of the run is worth keeping; remembered for some seconds. Of a run that nobody knows a look at Zoom is
   * stored, once in ten minutes, and its records are not kept until that is done.
   */
  isWanted(uuid: OccurrenceUuid): Promise<boolean>;
}

export function createLiveWebinars({
  kv,
  jobs,
  subscriptions,
  clock,
  hashIdentity,
}: {
  kv: Kv;
  jobs: Pick<Jobs, 'enqueue'>;
  subscriptions: Pick<Subscriptions, 'all'>;
  clock: Clock;
  hashIdentity: HashIdentity;
}): LiveWebinars {
  const webinars = createStoredValue(kv, LiveWebinar);
  const wanted = new Map<string, { readonly until: number; readonly isWanted: Promise<boolean> }>();
  let subscribed: { readonly until: number; readonly all: Promise<Subscription[]> } | null = null;

  async function loadSubscribed(): Promise<Subscription[]> {
    return (await subscriptions.all()).filter(({ live, paused }) => live === true && paused === null);
  }

  function subscribedLately(): Promise<Subscription[]> {
    if (subscribed === null || subscribed.until <= clock.now()) {
      const all = loadSubscribed();
      subscribed = { until: clock.now() + KNOWN_FOR_MS, all };
      all.catch(() => {
        subscribed = null;
      });
    }
    return subscribed.all;
  }

  /** What is not known of it, as the host's address, may be what somebody subscribed to. */
  function mayBeMeant(webinar: LiveWebinar | null, all: readonly Subscription[]): boolean {
    if (webinar === null) return all.length > 0;
    const known = { ...webinar, isHostKnown: webinar.lookedUp };
    return (
      !webinar.lookedUp && all.some(({ filter }) => mayMatchFilter(filter, known) && !matchesFilter(filter, webinar))
    );
  }

  async function decide(uuid: OccurrenceUuid): Promise<boolean> {
    const all = await subscribedLately();
    if (all.length === 0) return false;
    const webinar = await webinars.get(keys.liveWebinar(uuid));
    if (webinar && all.some(({ filter }) => matchesFilter(filter, webinar))) return true;
    if (!mayBeMeant(webinar, all)) return false;
    const { name, lifeSeconds } = keys.liveLookUp(uuid);
    if (await kv.setIfAbsent(name, 'asked', lifeSeconds)) {
      await jobs.enqueue('live.check', { uuid, closing: false }, { id: `live-look-up-${uuid}` });
    }
    return false;
  }

  return {
    async started({ uuid, webinarId, topic, hostId }) {
      // Told again, it knows less than Zoom's API said since.
      if ((await webinars.get(keys.liveWebinar(uuid)))?.lookedUp) return;
      const hostKey = hostKeyOfUser(hostId ?? '', hashIdentity);
      const hostKeys = hostKey ? [hostKey] : [];
      await webinars.set(keys.liveWebinar(uuid), { webinarId, topic, hostKeys, lookedUp: false });
    },

    async lookedUp(uuid, { webinarId, topic, hostKey }) {
      const before = await webinars.get(keys.liveWebinar(uuid));
      const webinar: LiveWebinar = {
        webinarId: webinarId ?? before?.webinarId ?? null,
        topic: topic ?? before?.topic ?? null,
        hostKeys: [...new Set([...(before?.hostKeys ?? []), ...(hostKey ? [hostKey] : [])])],
        lookedUp: true,
      };
      await webinars.set(keys.liveWebinar(uuid), webinar);
      return webinar;
    },

    find: (uuid) => webinars.get(keys.liveWebinar(uuid)),
    needsLookUp: async (webinar) => mayBeMeant(webinar, await loadSubscribed()),

    async channelsFor(webinar) {
      const all = await loadSubscribed();
      return [...new Set(all.flatMap(({ filter, channelId }) => (matchesFilter(filter, webinar) ? channelId : [])))];
    },

    isWanted(uuid) {
      const known = wanted.get(uuid);
      if (known && known.until > clock.now()) return known.isWanted;
      const isWanted = decide(uuid);
      wanted.delete(uuid);
      wanted.set(uuid, { until: clock.now() + KNOWN_FOR_MS, isWanted });
      isWanted.catch(() => wanted.delete(uuid));
      const [oldest] = wanted.size > MOST_KNOWN ? wanted.keys() : [];
      if (oldest !== undefined) wanted.delete(oldest);
      return isWanted;
    },
  };
}
