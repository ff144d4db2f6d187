import type { Logger } from '../../logger.ts';
import type { Visit } from '../../qos/visit.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { ReadVisit } from '../../webinar/participant.ts';
import type { PushedVisit } from '../../webinar/pushed-visit.ts';
import type { PushedRows } from '../reading/pushed/pushed-rows.ts';
import { createBatchWriter } from './batch-writer.ts';
import { createCollectedIndex } from './collected-index.ts';
import { openCollected, toField } from './collected-rows.ts';

/** What nobody asks for and no channel waits for is kept for so long: an ask is free until then. */
const UNWANTED_LIFE_SECONDS = 24 * 3600;
/** Events that one write takes, and that may wait for theirs: some seconds of the end of a large webinar. */
const LIMITS = { atOnce: 500, waiting: 20_000 };

/** A report was wanted: rows live as long as reports. */
const WANTED = 'wanted';
/** The last report was told: what comes now may change it. */
const OVER = 'over';

export interface CollectingDependencies {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hashes what tells people apart, so that no address goes further. */
  readonly toVisit: (visit: ReadVisit) => Visit;
  /** How long reports are kept. */
  readonly ttlSeconds: number;
  /** Of all webinars together. */
  readonly maxVisits: number;
  readonly onDropped: (visits: number) => void;
}

/** Zoom's events of single visits, kept for each run as they come. */
export interface Collecting extends PushedRows {
  /**
   * Resolves when the row is stored. However often an event comes, and in whatever order, the same is kept.
   * @throws AppError `storage-…`: Zoom has to send it again
   */
  add(visit: PushedVisit): Promise<void>;
  /** Visits of a run that were measured. */
  count(occurrenceKey: string): Promise<number>;
  /** Milliseconds since 1970; null when nothing was pushed of the run. */
  lastEventAt(occurrenceKey: string): Promise<number | null>;
  /** The last report of a run was told; from now on `onLate` hears of each batch of its events. */
  markOver(occurrenceKey: string): Promise<void>;
  /** Who hears of events after the last report. A failure is logged: the row is stored all the same. */
  onLate(listener: (occurrenceKey: string) => Promise<void>): void;
}

export function createCollecting(deps: CollectingDependencies): Collecting {
  const { kv, clock, logger, toVisit, ttlSeconds, maxVisits, onDropped } = deps;
  const shortLife = Math.min(UNWANTED_LIFE_SECONDS, ttlSeconds);
  const index = createCollectedIndex({ kv, clock, logger, maxVisits, onDropped, lifeSeconds: ttlSeconds, shortLife });
  const writer = createBatchWriter<PushedVisit>(writeBatch, LIMITS);
  let listener: (occurrenceKey: string) => Promise<void> = async () => undefined;

  async function writeBatch(batch: readonly PushedVisit[]): Promise<PromiseSettledResult<void>[]> {
    const runs = Map.groupBy(batch, ({ uuid }) => uuid);
    const writes = new Map([...runs].map(([uuid, visits]) => [uuid, writeRun(uuid, visits)]));
    const results = await Promise.allSettled(batch.map(async ({ uuid }) => writes.get(uuid)));
    // Nobody waits for it.
    void index.keepWithinBound(batch.length).catch((err: unknown) => logger.warn({ err }, 'too many rows may be kept'));
    return results;
  }

  /** All commands of a step leave together; the second needs what the first was answered. */
  async function writeRun(key: string, visits: readonly PushedVisit[]): Promise<void> {
    const [measured, told] = [keys.collected(key).name, keys.collectedData(key).name];
    const fields = (part: PushedVisit['part']) =>
      Object.fromEntries(visits.filter((one) => one.part === part).map(({ visit }) => toField(toVisit(visit))));
    const [[wanted, over] = [], , , measuredVisits, toldVisits] = await Promise.all([
      kv.hashGet(keys.collectedState(key).name, [WANTED, OVER]),
      kv.hashSet(measured, fields('qos'), shortLife),
      kv.hashSet(told, fields('data'), shortLife),
      kv.hashLength(measured),
      kv.hashLength(told),
    ]);
    await Promise.all([
      index.note(key, Math.max(measuredVisits, toldVisits)),
      ...(wanted === 'yes' ? [kv.expire(measured, ttlSeconds), kv.expire(told, ttlSeconds)] : []),
    ]);
    if (over === 'yes') {
      await listener(key).catch((err: unknown) =>
        logger.warn({ occurrence: key, err }, 'a late event changes nothing'),
      );
    }
  }

  const mark = (key: string, what: string) => kv.hashSet(keys.collectedState(key).name, { [what]: 'yes' }, ttlSeconds);

  return {
    add: (visit) => writer.add(visit),
    count: (key) => kv.hashLength(keys.collected(key).name),
    open: (key) => openCollected(kv, key),
    drop: (key) => index.drop(key),
    lastEventAt: (key) => index.lastEventAt(key),
    markOver: (key) => mark(key, OVER),

    async keep(key) {
      // First: a row that comes in between is kept as long as the others.
      await mark(key, WANTED);
      await Promise.all([keys.collected(key), keys.collectedData(key)].map(({ name }) => kv.expire(name, ttlSeconds)));
    },

    onLate(told) {
      listener = told;
    },
  };
}
