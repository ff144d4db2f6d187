import type { Jobs } from '../../jobs/jobs.ts';
import { listenerGrade, sentMinutes } from '../../qos/live-minute.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { OccurrenceUuid } from '../../webinar/ids.ts';
import type { MinuteRecord } from '../../webinar/minute-record.ts';
import { createBatchWriter } from '../collecting/batch-writer.ts';
import type { LiveWebinars } from './live-webinars.ts';
import type { KeptMinute, MinuteStore } from './minute-store.ts';

/** Records that one write takes, and that may wait for theirs: what ten thousand people send in a minute. */
const LIMITS = { atOnce: 1_000, waiting: 20_000 };
/** What comes within this time is looked at together, when it is over. */
const CHECK_EVERY_MS = 2_000;
const CHECK_AFTER_MS = 200;

/** Takes the records of running shows. */
export interface LiveMinutes {
  /**
   * Resolves when the record is kept, or nobody wants it. However often it comes, and in whatever order, the same is kept.
   * @throws AppError `storage-…`
   */
  add(record: MinuteRecord): Promise<'kept' | 'unwanted'>;
}

export function createLiveMinutes({
  store,
  webinars,
  jobs,
  thresholds,
  isWatching,
  clock,
}: {
  store: MinuteStore;
  webinars: Pick<LiveWebinars, 'isWanted'>;
  jobs: Pick<Jobs, 'enqueue'>;
  thresholds: Thresholds;
  /** false: there are no rules. */
  isWatching: boolean;
  clock: Clock;
}): LiveMinutes {
  const writer = createBatchWriter<MinuteRecord>(writeBatch, LIMITS);
  const lastCheck = new Map<string, number>();

  async function writeBatch(batch: readonly MinuteRecord[]): Promise<PromiseSettledResult<void>[]> {
    const runs = Map.groupBy(batch, ({ uuid }) => uuid);
    const writes = new Map([...runs].map(([uuid, records]) => [uuid, writeRun(uuid, records)]));
    return Promise.allSettled(batch.map(async ({ uuid }) => writes.get(uuid)));
  }

  async function writeRun(uuid: OccurrenceUuid, records: readonly MinuteRecord[]): Promise<void> {
    const now = clock.now();
    await store.add(uuid, records.map(toKept), now);
    const slot = Math.floor(now / CHECK_EVERY_MS);
    if (lastCheck.get(uuid) === slot) return;
    // The same over all replicas: one look for all that comes within the time.
    const delayMs = (slot + 1) * CHECK_EVERY_MS - now + CHECK_AFTER_MS;
    await jobs.enqueue('live.check', { uuid, closing: false }, { id: `live-${uuid}-${slot}`, delayMs });
    lastCheck.delete(uuid);
    lastCheck.set(uuid, slot);
    const [oldest] = lastCheck.size > LIMITS.atOnce ? lastCheck.keys() : [];
    if (oldest !== undefined) lastCheck.delete(oldest);
  }

  function toKept({ visitId, atMs, streams, notice }: MinuteRecord): KeptMinute {
    const sent = sentMinutes(streams, atMs, thresholds);
    const listener = sent.length > 0 ? null : listenerGrade(streams, thresholds);
    return { visitId, atMs, sent, listener, notice };
  }

  return {
    async add(record) {
      if (!isWatching || !(await webinars.isWanted(record.uuid))) return 'unwanted';
      await writer.add(record);
      return 'kept';
    },
  };
}
