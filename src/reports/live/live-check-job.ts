import { hash } from 'node:crypto';
import type { JobPayload } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed } from '../../jobs/job-queue.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import type { LiveRule } from '../../qos/live-rules.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Locks } from '../../storage/lock.ts';
import { createStoredValue } from '../../storage/stored-value.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import type { OccurrenceUuid } from '../../webinar/ids.ts';
import { type LiveAlert, LiveAlerts } from '../live-alert.ts';
import type { ShowState } from '../live-show.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { LiveWebinars } from './live-webinars.ts';
import type { MinuteStore } from './minute-store.ts';
import { closeAlerts, updateAlerts } from './update-alerts.ts';

const LOCK_PAUSE_MS = 1_000;
/** A show that is silent for so long is over, whether Zoom told or not. */
const SILENT_MS = 12 * 3_600_000;

/** Names of those who are in the webinar now, by their visits. Never rejects; who is not found is not among them. */
export type FindNames = (
  webinar: { readonly uuid: OccurrenceUuid; readonly webinarId: string | null },
  visitIds: readonly string[],
  context: CallContext,
) => Promise<ReadonlyMap<string, string>>;

export interface LiveCheckDependencies {
  readonly kv: Kv;
  readonly locks: Locks;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly store: MinuteStore;
  readonly webinars: LiveWebinars;
  readonly occurrences: Pick<Occurrences, 'resolve'>;
  readonly findNames: FindNames;
  readonly rules: readonly LiveRule[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is known to have been wrong in a show. */
export function loadAlerts(kv: Kv, uuid: string): Promise<LiveAlert[] | null> {
  return createStoredValue(kv, LiveAlerts).get(keys.liveAlerts(uuid));
}

/** Looks at a running show; stores a job for each channel that has something new to read. */
export function createLiveCheckHandler(deps: LiveCheckDependencies) {
  const { kv, locks, jobs, store, webinars, rules, clock, logger } = deps;
  const kept = createStoredValue(kv, LiveAlerts);

  return async function handleLiveCheck({ uuid, closing }: JobPayload<'live.check'>, context: JobContext) {
    const lock = await locks.acquire(keys.liveLock(uuid), context.jobId);
    if (!lock) throw new JobDelayed(new Date(clock.now() + LOCK_PAUSE_MS));
    try {
      await check(uuid, closing, AbortSignal.any([context.signal, lock.lost]));
    } finally {
      await lock.release();
    }
  };

  async function check(uuid: OccurrenceUuid, closing: boolean, signal: AbortSignal): Promise<void> {
    const known = await webinars.find(uuid);
    const webinar = known === null || (await webinars.needsLookUp(known)) ? await lookUp(uuid, signal) : known;
    const show = await store.load(uuid);
    // A show may last for days: what is known of it lives as long as its records come.
    const lasting = [keys.liveWebinar(uuid), keys.liveAlerts(uuid), keys.liveMuted(uuid)];
    await Promise.all(lasting.map(({ name, lifeSeconds }) => kv.expire(name, lifeSeconds)));
    const before = (await kept.get(keys.liveAlerts(uuid))) ?? [];
    const found = close(show, before, updateAlerts(before, rules, show));
    const named = await withNames(uuid, webinar.webinarId, found, signal);
    signal.throwIfAborted();
    if (closing) await lookAgainLater(uuid, show, named);
    // In the order of the schema, as they come back from the store.
    const revision = hash('sha256', JSON.stringify(LiveAlerts.parse(named)), 'base64url');
    if (named.length === 0 || revision === show.told) return;
    await kept.set(keys.liveAlerts(uuid), named);
    if (!before.some(isOpen)) await lookAgainLater(uuid, show, named);
    // Who was told before hears how it ended, subscribed or not.
    const channels = new Set([...(await webinars.channelsFor(webinar)), ...show.channels]);
    logger.info({ occurrence: uuid, alerts: named.length, channels: channels.size }, 'a running show has news');
    const since = clock.now();
    await Promise.all(
      [...channels].map((channelId) => {
        const id = `live-post-${channelId}-${uuid}-${since}`;
        return jobs.enqueue('live.post', { uuid, channelId, since }, { id });
      }),
    );
    // Last: a crash in between leads to the same jobs again, which find nothing to change.
    await store.markTold(uuid, revision, [...channels]);
  }

  async function lookUp(uuid: OccurrenceUuid, signal: AbortSignal) {
    const owner = { kind: 'automatic', person: '', webinar: uuid } as const;
    return webinars.lookedUp(
      uuid,
      await deps.occurrences.resolve({ kind: 'uuid', uuid }, { owner, signal, notBefore: 0 }),
    );
  }

  /** When it is over, nothing new is said of it. */
  function close({ endedAtMs, lastAtMs }: ShowState, before: readonly LiveAlert[], alerts: LiveAlert[]): LiveAlert[] {
    if (endedAtMs !== null) {
      const known = alerts.filter(({ about }) => before.some((one) => one.about === about));
      return closeAlerts(known, endedAtMs, 'end');
    }
    return lastAtMs !== null && clock.now() - lastAtMs >= SILENT_MS ? closeAlerts(alerts, lastAtMs, 'silence') : alerts;
  }

  /** Zoom's records name nobody: who they are is asked once somebody has to be told. */
  async function withNames(
    uuid: OccurrenceUuid,
    webinarId: string | null,
    alerts: readonly LiveAlert[],
    signal: AbortSignal,
  ): Promise<LiveAlert[]> {
    const nameless = alerts.flatMap(({ who }) => (who.kind === 'presenter' && who.name === null ? who.visitId : []));
    if (nameless.length === 0) return [...alerts];
    const owner = { kind: 'automatic', person: '', webinar: uuid } as const;
    const names = await deps.findNames({ uuid, webinarId }, [...new Set(nameless)], { owner, signal });
    return alerts.map((alert) => {
      const { who } = alert;
      if (who.kind !== 'presenter' || who.name !== null) return alert;
      // Blank: was looked for.
      return { ...alert, who: { ...who, name: names.get(who.visitId) ?? '' } };
    });
  }

  /** While something lasts: should no record and no end come any more. */
  async function lookAgainLater(uuid: OccurrenceUuid, { lastAtMs }: ShowState, alerts: readonly LiveAlert[]) {
    if (!alerts.some(isOpen)) return;
    const delayMs = Math.max(LOCK_PAUSE_MS, (lastAtMs ?? clock.now()) + SILENT_MS - clock.now());
    await jobs.enqueue('live.check', { uuid, closing: true }, { id: `live-close-${uuid}-${clock.now()}`, delayMs });
  }
}

function isOpen({ untilMs }: LiveAlert): boolean {
  return untilMs === null;
}
