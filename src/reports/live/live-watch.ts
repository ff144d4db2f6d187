import type { Jobs } from '../../jobs/jobs.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { OccurrenceUuid } from '../../webinar/ids.ts';
import type { LiveAlert } from '../live-alert.ts';
import type { ShowState } from '../live-show.ts';
import { loadAlerts } from './live-check-job.ts';
import type { LiveWebinars } from './live-webinars.ts';
import type { MinuteStore } from './minute-store.ts';

/** A look at a show that is watched, and what people may do about it. */
export interface LiveWatch {
  /** null when nothing is kept of it any more. */
  look(uuid: OccurrenceUuid): Promise<{
    readonly topic: string | null;
    readonly show: ShowState;
    /** Of those who had to be named. */
    readonly names: ReadonlyMap<string, string>;
  } | null>;
  /** No new warnings of it in this channel; what stands there says so. */
  mute(uuid: OccurrenceUuid, channelId: string, userId: string): Promise<void>;
  /** It ended: what still stood is closed. Nothing happens to one that was not watched. */
  ended(uuid: OccurrenceUuid, endedAtMs: number): Promise<void>;
}

export function createLiveWatch({
  kv,
  jobs,
  store,
  webinars,
  clock,
}: {
  kv: Kv;
  jobs: Pick<Jobs, 'enqueue'>;
  store: MinuteStore;
  webinars: Pick<LiveWebinars, 'find'>;
  clock: Clock;
}): LiveWatch {
  return {
    async look(uuid) {
      const [webinar, show, alerts] = await Promise.all([webinars.find(uuid), store.load(uuid), loadAlerts(kv, uuid)]);
      if (show.lastAtMs === null) return null;
      return { topic: webinar?.topic ?? null, show, names: namesOf(alerts ?? []) };
    },

    async mute(uuid, channelId, userId) {
      const { name, lifeSeconds } = keys.liveMuted(uuid);
      await kv.hashSet(name, { [channelId]: userId }, lifeSeconds);
      const since = clock.now();
      await jobs.enqueue('live.post', { uuid, channelId, since }, { id: `live-post-${channelId}-${uuid}-${since}` });
    },

    async ended(uuid, endedAtMs) {
      if ((await kv.hashLength(keys.liveState(uuid).name)) === 0) return;
      await store.end(uuid, endedAtMs);
      await jobs.enqueue('live.check', { uuid, closing: false }, { id: `live-ended-${uuid}` });
    },
  };
}

function namesOf(alerts: readonly LiveAlert[]): ReadonlyMap<string, string> {
  return new Map(
    alerts.flatMap(({ who }) => (who.kind === 'presenter' && who.name ? [[who.visitId, who.name] as const] : [])),
  );
}
