import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';

/** So many rows, or this part of what may be kept, are stored by this process between two looks at how many there are in all. */
const LOOK_AFTER_ROWS = 1_000;
const LOOK_AFTER_PART = 0.1;
/** Or so much time passes. */
const LOOK_AFTER_MS = 60_000;

/** When the last event of a run came, and of how many visits there are rows. */
interface IndexEntry {
  readonly lastAt: number;
  readonly visits: number;
}

interface NamedEntry extends IndexEntry {
  readonly key: string;
}

/** Which runs have collected rows: how many there are in all is bounded. */
export interface CollectedIndex {
  note(occurrenceKey: string, visits: number): Promise<void>;
  /** Lets the rows of a run go. */
  drop(occurrenceKey: string): Promise<void>;
  /** Milliseconds since 1970; null when no event came. */
  lastEventAt(occurrenceKey: string): Promise<number | null>;
  /** Lets the rows go whose last event is longest ago, as many as are too many. Looks no more often than it has to. */
  keepWithinBound(rowsStored: number): Promise<void>;
}

/** @param deps.maxVisits of all runs together */
export function createCollectedIndex({
  kv,
  clock,
  logger,
  maxVisits,
  lifeSeconds,
  shortLife,
  onDropped,
}: {
  kv: Kv;
  clock: Clock;
  logger: Logger;
  maxVisits: number;
  /** Longer than any rows are kept. */
  lifeSeconds: number;
  /** Most rows are not kept for longer, in seconds. */
  shortLife: number;
  onDropped: (visits: number) => void;
}): CollectedIndex {
  const { name } = keys.collectedIndex;
  const lookAfterRows = Math.min(LOOK_AFTER_ROWS, maxVisits * LOOK_AFTER_PART);
  let rowsSince = 0;
  let lookedAt = clock.now();
  let isLooking = false;

  async function drop(occurrenceKey: string): Promise<void> {
    await kv.delete(keys.collected(occurrenceKey).name, keys.collectedData(occurrenceKey).name);
    await kv.hashDelete(name, occurrenceKey);
  }

  /** Rows may have come to the end of their life. */
  async function isGone({ key, lastAt }: NamedEntry): Promise<boolean> {
    if (lastAt >= clock.now() - shortLife * 1000) return false;
    return (await kv.hashLength(keys.collected(key).name)) + (await kv.hashLength(keys.collectedData(key).name)) === 0;
  }

  async function look(): Promise<void> {
    const entries = Object.entries(await kv.hashGetAll(name)).map(([key, text]) => ({ key, ...parseEntry(text) }));
    const areGone = await Promise.all(entries.map(isGone));
    const gone = entries.filter((_, place) => areGone[place]);
    if (gone.length > 0) await kv.hashDelete(name, ...gone.map(({ key }) => key));
    const kept = entries.filter((_, place) => !areGone[place]).sort((one, other) => one.lastAt - other.lastAt);
    let total = kept.reduce((sum, { visits }) => sum + visits, 0);
    for (const { key, visits } of kept) {
      if (total <= maxVisits) return;
      await drop(key);
      total -= visits;
      onDropped(visits);
      logger.warn({ occurrence: key, visits, maxVisits }, 'collected rows were let go: there are too many');
    }
  }

  return {
    drop,
    note: (occurrenceKey, visits) => kv.hashSet(name, { [occurrenceKey]: `${clock.now()} ${visits}` }, lifeSeconds),

    async lastEventAt(occurrenceKey) {
      const [text = null] = await kv.hashGet(name, [occurrenceKey]);
      return text === null ? null : parseEntry(text).lastAt;
    },

    async keepWithinBound(rowsStored) {
      rowsSince += rowsStored;
      const isDue = rowsSince >= lookAfterRows || clock.now() - lookedAt >= LOOK_AFTER_MS;
      if (!isDue || isLooking) return;
      isLooking = true;
      rowsSince = 0;
      lookedAt = clock.now();
      try {
        await look();
      } finally {
        isLooking = false;
      }
    },
  };
}

function parseEntry(text: string): IndexEntry {
  const [lastAt = Number.NaN, visits = Number.NaN] = text.split(' ').map(Number);
  return { lastAt: Number.isFinite(lastAt) ? lastAt : 0, visits: Number.isFinite(visits) ? visits : 0 };
}
