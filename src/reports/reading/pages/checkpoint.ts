import { z } from 'zod';
import { addCount, type Counts, createCounts } from '../../../qos/counts.ts';
import type { RowIdentity } from '../../../qos/row-links.ts';
import type { Visit } from '../../../qos/visit.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { keys } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import { parseStored, toStored } from '../../../storage/stored-value.ts';
import type { PageFaults } from '../../../webinar/source.ts';
import { parsePacked, toPacked } from '../../packing/packed-value.ts';
import { StoredVisit } from './stored-visit.ts';

/**
 * Zoom's page tokens live for 15 minutes; a minute is kept back for the request itself. A read that is complete but was
 * not made into a report counts as old after the same time: Zoom may have more by then.
 */
const LIFE_MS = 14 * 60_000;

/** Pages that are in memory at the same time. */
const PAGES_AT_ONCE = 20;

const StoredPage = z.array(StoredVisit);
/** Kept beside each page: what tells whose its rows are, a fraction of it, which is looked at first for all pages. */
const StoredIdentities = z.array(StoredVisit.pick({ visitId: true, identityKeys: true, role: true }));
const counts = z.record(z.string(), z.number());

const Meta = z.object({
  readId: z.string(),
  /** The token of the page to read next; null before the first page and after the last. */
  nextPageToken: z.string().nullable(),
  tokenIssuedAt: z.number(),
  pagesRead: z.number(),
  rowsRead: z.number(),
  complete: z.boolean(),
  faults: z.object({ unreadableRows: z.number(), unknownTypes: counts, invalidValues: counts }),
});

/** The field beside the pages, which are named by their numbers. */
const META = 'meta';
const identitiesOf = (page: number): string => `${page}:identities`;

/** How far a read has come. The rows are in the store. */
export type Checkpoint = z.infer<typeof Meta>;

/** Progress of a read, saved after every page, so that a crash repeats at most the page under way. */
export interface Checkpoints {
  /** The saved progress, while its page token lives; null to start over. */
  load(occurrenceKey: string): Promise<Checkpoint | null>;
  start(readId: string): Checkpoint;
  /** Saves a page and how far the read is now. Page and token in one step: neither is ever there without the other. */
  addPage(
    occurrenceKey: string,
    checkpoint: Checkpoint,
    page: { readonly visits: readonly Visit[]; readonly faults: PageFaults; readonly nextPageToken: string | null },
  ): Promise<Checkpoint>;
  /**
   * The rows in the order of reading, a few pages at a time. They carry no e-mail address.
   * @throws CheckpointLost when a page is not there any more, or was written by another version
   */
  rows(occurrenceKey: string, checkpoint: Checkpoint): AsyncGenerator<readonly Visit[]>;
  /** The same; of each row only what tells whose it is. */
  identities(occurrenceKey: string, checkpoint: Checkpoint): AsyncGenerator<readonly RowIdentity[]>;
  clear(occurrenceKey: string): Promise<void>;
}

/** The read has to start over. */
export class CheckpointLost extends Error {
  override readonly name = 'CheckpointLost';
}

export function createCheckpoints({ kv, clock }: { kv: Kv; clock: Clock }): Checkpoints {
  async function loadMeta(occurrenceKey: string): Promise<Checkpoint | null> {
    const [text = null] = await kv.hashGet(keys.checkpoint(occurrenceKey).name, [META]);
    return parseStored(Meta, text);
  }

  async function load(occurrenceKey: string): Promise<Checkpoint | null> {
    const meta = await loadMeta(occurrenceKey);
    return meta && clock.now() - meta.tokenIssuedAt <= LIFE_MS ? meta : null;
  }

  async function* readPages<T>(
    occurrenceKey: string,
    { pagesRead }: Checkpoint,
    schema: z.ZodType<T[]>,
    read: (pages: readonly number[]) => Promise<readonly (string | null)[]>,
  ) {
    for (let start = 0; start < pagesRead; start += PAGES_AT_ONCE) {
      const count = Math.min(PAGES_AT_ONCE, pagesRead - start);
      const texts = await read(Array.from({ length: count }, (_, page) => start + page));
      yield texts.flatMap((text) => {
        const rows = parsePacked(schema, text);
        if (!rows) throw new CheckpointLost(`a page of ${occurrenceKey} is not kept any more`);
        return rows;
      });
    }
  }

  function readFields(occurrenceKey: string, fields: readonly string[]): Promise<(string | null)[]> {
    return kv.hashGet(keys.checkpoint(occurrenceKey).name, fields);
  }

  return {
    load,

    rows: (occurrenceKey, checkpoint) =>
      readPages(occurrenceKey, checkpoint, StoredPage, (pages) => readFields(occurrenceKey, pages.map(String))),

    identities: (occurrenceKey, checkpoint) =>
      readPages(occurrenceKey, checkpoint, StoredIdentities, async (pages) => {
        const texts = await readFields(occurrenceKey, pages.map(identitiesOf));
        // An older version kept the pages alone.
        return texts.includes(null) ? readFields(occurrenceKey, pages.map(String)) : texts;
      }),

    start: (readId) => ({
      readId,
      nextPageToken: null,
      tokenIssuedAt: clock.now(),
      pagesRead: 0,
      rowsRead: 0,
      complete: false,
      faults: { unreadableRows: 0, unknownTypes: {}, invalidValues: {} },
    }),

    async addPage(occurrenceKey, meta, page) {
      const next = {
        readId: meta.readId,
        nextPageToken: page.nextPageToken,
        tokenIssuedAt: clock.now(),
        pagesRead: meta.pagesRead + 1,
        rowsRead: meta.rowsRead + page.visits.length,
        complete: page.nextPageToken === null,
        faults: {
          unreadableRows: meta.faults.unreadableRows + page.faults.unreadableRows,
          unknownTypes: addCounts(meta.faults.unknownTypes, page.faults.unknownTypes),
          invalidValues: addCounts(meta.faults.invalidValues, page.faults.invalidValues),
        },
      };
      const identities = page.visits.map(({ visitId, identityKeys, role }) => ({ visitId, identityKeys, role }));
      const fields = {
        [meta.pagesRead]: toPacked(page.visits),
        [identitiesOf(meta.pagesRead)]: toStored(identities),
        [META]: toStored(next),
      };
      const { name, lifeSeconds } = keys.checkpoint(occurrenceKey);
      await kv.hashSet(name, fields, lifeSeconds);
      return next;
    },

    async clear(occurrenceKey) {
      await kv.delete(keys.checkpoint(occurrenceKey).name);
    },
  };
}

/** Names come from Zoom: they may be called anything, and there may be any number of them. */
function addCounts(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Counts {
  const sum = createCounts();
  for (const counts of [a, b]) for (const [name, count] of Object.entries(counts)) addCount(sum, name, count);
  return sum;
}
