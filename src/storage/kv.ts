/**
 * The storage the bot needs: a small part of Redis, spoken by Redis or by memory. Values are text. TTLs are seconds.
 * Every method rejects with AppError `storage-unavailable` when the store cannot be reached in time. Where a write got that
 * far that it may have been carried out, the kind is `storage-outcome-unknown`.
 */
export interface Kv {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** True when the key was absent and is now set. */
  setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  /** Deletes the key if it holds this value (a lock given back by its owner). */
  deleteIfEquals(key: string, value: string): Promise<boolean>;
  /** Extends the key's life if it holds this value (a lock kept by its owner). */
  expireIfEquals(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  delete(...keys: string[]): Promise<void>;
  /** Sets a new life for a key; nothing happens to an absent one. */
  expire(key: string, ttlSeconds: number): Promise<void>;
  /** Adds to a counter; its life starts when it is created. Returns the new value. */
  increment(key: string, by: number, ttlSeconds: number): Promise<number>;
  /**
   * Reserves the next free slot of a shared row of slots that are at least `spacingMs` apart.
   * Returns how many milliseconds to wait until the slot. One clock (the store's) for all replicas.
   */
  reserveSlot(key: string, spacingMs: number): Promise<number>;

  /** Sets fields and the life of the whole hash. */
  hashSet(key: string, fields: Readonly<Record<string, string>>, ttlSeconds: number): Promise<void>;
  /** True when the field was absent and is now set. Sets the life of the whole hash either way. */
  hashSetIfAbsent(key: string, field: string, value: string, ttlSeconds: number): Promise<boolean>;
  hashGet(key: string, fields: readonly string[]): Promise<(string | null)[]>;
  hashGetAll(key: string): Promise<Record<string, string>>;
  hashKeys(key: string): Promise<string[]>;
  hashLength(key: string): Promise<number>;
  hashDelete(key: string, ...fields: string[]): Promise<void>;

  /** Rejects when the store cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
