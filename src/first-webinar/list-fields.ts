import type { JoinField } from './seen.ts';

/** Finds out which fields of the participants list hold the summary's `participant_id` values, whatever they are called. */
export interface ListFields {
  see(row: unknown): void;
  /** Fields that hold any, the one with most first. */
  finish(visitIds: ReadonlySet<string>): JoinField[];
}

/** No id is longer; nothing else is kept. */
const MAX_ID = 100;
/** Zoom's rows have about 50 fields. */
const MAX_FIELDS = 200;
const MOST_TOLD = 5;
/** Anything else is not a name that Zoom gave a field. */
const FIELD_NAME = /^[a-z_]{1,40}$/;

export function createListFields(): ListFields {
  const valuesOf = new Map<string, Set<string>>();
  return {
    see(row) {
      if (typeof row !== 'object' || row === null) return;
      for (const [field, value] of Object.entries(row)) {
        const text = typeof value === 'number' ? String(value) : value;
        if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_ID || !FIELD_NAME.test(field)) continue;
        const values = valuesOf.get(field) ?? (valuesOf.size < MAX_FIELDS ? new Set() : null);
        if (values) valuesOf.set(field, values.add(text.trim()));
      }
    },
    finish(visitIds) {
      return [...valuesOf]
        .map(([field, values]) => ({ field, found: [...values].filter((value) => visitIds.has(value)).length }))
        .filter(({ found }) => found > 0)
        .sort((one, other) => other.found - one.found)
        .slice(0, MOST_TOLD);
    },
  };
}
