import { z } from 'zod';
import { ZoomLabels } from '../../../errors.ts';
import type { Visit } from '../../../qos/visit.ts';
import { keys } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import { parseStored, toStored } from '../../../storage/stored-value.ts';
import { ListState } from '../../report.ts';
import { StoredVisit } from '../pages/stored-visit.ts';
import { joinListRow } from './join-list-row.ts';

/** How the reading of a list ended. */
const ListEnd = z.object({
  state: ListState,
  /** Rows that nobody can be joined by. */
  unusable: z.number(),
  /** What Zoom's own labels come to; null where there are none, or the list did not come to its end. */
  labels: ZoomLabels.nullable(),
  /** Milliseconds since 1970; 0 once a report was made with it, which the next one begins anew. */
  endedAt: z.number(),
});
export type ListEnd = z.infer<typeof ListEnd>;

/** The field beside the rows. */
const END = 'end';
const fieldOf = (visitId: string): string => `visit:${visitId.trim()}`;

/**
 * The participants list of a webinar that is being read: a row for each visit, found by its id, so that no more than a few
 * pages are in memory. Rows are visits of which nothing was measured, their identities hashed.
 */
export interface KeptLists {
  /** Joined to what is there of the same visits. */
  add(occurrenceKey: string, rows: readonly Visit[]): Promise<void>;
  /** In the order of the ids; null where the list has nobody of that id. */
  find(occurrenceKey: string, visitIds: readonly string[]): Promise<(Visit | null)[]>;
  /** Visits that are kept. */
  count(occurrenceKey: string): Promise<number>;
  end(occurrenceKey: string, end: ListEnd): Promise<void>;
  /** null while it is being read, or when nothing is kept. */
  ended(occurrenceKey: string): Promise<ListEnd | null>;
  /** The next read reads the list again, and falls back on this one where that fails. */
  used(occurrenceKey: string): Promise<void>;
  clear(occurrenceKey: string): Promise<void>;
}

export function createKeptLists({ kv }: { kv: Kv }): KeptLists {
  async function find(occurrenceKey: string, visitIds: readonly string[]): Promise<(Visit | null)[]> {
    if (visitIds.length === 0) return [];
    const texts = await kv.hashGet(keys.participantsList(occurrenceKey).name, visitIds.map(fieldOf));
    return texts.map((text) => parseStored(StoredVisit, text));
  }

  async function ended(occurrenceKey: string): Promise<ListEnd | null> {
    const [text = null] = await kv.hashGet(keys.participantsList(occurrenceKey).name, [END]);
    return parseStored(ListEnd, text);
  }

  async function save(occurrenceKey: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const { name, lifeSeconds } = keys.participantsList(occurrenceKey);
    await kv.hashSet(name, fields, lifeSeconds);
  }

  return {
    find,

    async add(occurrenceKey, rows) {
      const joined = new Map<string, Visit>();
      for (const row of rows) {
        const id = row.visitId.trim();
        const other = joined.get(id);
        joined.set(id, other ? joinListRow(other, row) : row);
      }
      const before = await find(occurrenceKey, [...joined.keys()]);
      const fields = [...joined].map(([id, row], place) => {
        const other = before[place];
        return [fieldOf(id), toStored(other ? joinListRow(other, row) : row)];
      });
      if (fields.length > 0) await save(occurrenceKey, Object.fromEntries(fields));
    },

    async count(occurrenceKey) {
      const { name } = keys.participantsList(occurrenceKey);
      const [end = null] = await kv.hashGet(name, [END]);
      return (await kv.hashLength(name)) - (end === null ? 0 : 1);
    },

    end: (occurrenceKey, end) => save(occurrenceKey, { [END]: toStored(end) }),

    ended,

    async used(occurrenceKey) {
      const end = await ended(occurrenceKey);
      if (end) await save(occurrenceKey, { [END]: toStored({ ...end, endedAt: 0 }) });
    },

    clear: (occurrenceKey) => kv.delete(keys.participantsList(occurrenceKey).name),
  };
}
