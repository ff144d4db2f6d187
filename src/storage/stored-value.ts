import type { z } from 'zod';
import { parseJson } from '../runtime/parse-json.ts';
import type { Key, KeyOfGivenLife } from './keys.ts';
import type { Kv } from './kv.ts';

/** Values of one kind, each under its key: JSON, checked by the schema when it comes back. What does not fit is a miss. */
export interface StoredValue<T> {
  get(key: Key | KeyOfGivenLife): Promise<T | null>;
  set(key: Key, value: T): Promise<void>;
  set(key: KeyOfGivenLife, value: T, lifeSeconds: number): Promise<void>;
  /** True when there was nothing under the key and is now. */
  setIfAbsent(key: Key, value: T): Promise<boolean>;
}

export function createStoredValue<T>(kv: Kv, schema: z.ZodType<T>): StoredValue<T> {
  return {
    get: async ({ name }) => parseStored(schema, await kv.get(name)),
    set: (key: Key | KeyOfGivenLife, value: T, lifeSeconds?: number) =>
      kv.set(key.name, toStored(value), key.lifeSeconds ?? lifeSeconds ?? 0),
    setIfAbsent: ({ name, lifeSeconds }, value) => kv.setIfAbsent(name, toStored(value), lifeSeconds),
  };
}

/** How values are written. Only for the fields of hashes; all else is read and written as above. */
export function toStored(value: unknown): string {
  return JSON.stringify(value);
}

/** The inverse: what comes back from the store is checked like any other input; what does not fit is a miss. */
export function parseStored<T>(schema: z.ZodType<T>, text: string | null | undefined): T | null {
  return text === null || text === undefined ? null : (parseJson(text, schema)?.data ?? null);
}
