import { AppError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import { createExpiringMap } from './expiring-map.ts';
import { bytesOf, createKeptBytes } from './kept-bytes.ts';
import { forgettableGroup, readLockOfGroup } from './keys.ts';
import type { Kv } from './kv.ts';
import { toTtlMs } from './ttl.ts';

type Value = string | Map<string, string>;

export interface MemoryLimit {
  readonly maxBytes: number;
  /** What is kept of an occurrence was let go, the least recently used first, so that there is room. */
  readonly onForgotten: (group: string) => void;
}

const NO_LIMIT: MemoryLimit = { maxBytes: Number.POSITIVE_INFINITY, onForgotten: () => undefined };

/**
 * The store in this process: same promises as Redis, nothing durable, nothing shared. Reports that were not used for longest
 * go when it is full; a read that is under way, and everything else, stays.
 */
export function createMemoryKv(clock: Clock, { maxBytes, onForgotten }: MemoryLimit = NO_LIMIT): Kv {
  const kept = createKeptBytes(forgettableGroup);
  const entries = createExpiringMap<Value>(clock, kept.remove);

  function read(key: string): Value | undefined {
    kept.touch(key);
    return entries.get(key);
  }
  const readText = (key: string) => readAs(key, read(key), isText);
  const readHash = (key: string) => readAs(key, read(key), isHash);

  function setText(key: string, value: string, ttlMs: number): void {
    // First: an entry under the same key that has run out may be swept away meanwhile.
    entries.set(key, value, ttlMs);
    kept.remove(key);
    kept.add(key, bytesOf(value));
    makeRoom();
  }

  function setFields(key: string, fields: readonly (readonly [string, string])[], ttlMs: number): void {
    const hash = readHash(key) ?? new Map<string, string>();
    let moreBytes = 0;
    for (const [field, value] of fields) {
      const before = hash.get(field);
      moreBytes += bytesOf(value) - (before === undefined ? 0 : bytesOf(before));
      hash.set(field, value);
    }
    entries.set(key, hash, ttlMs);
    kept.add(key, moreBytes);
    makeRoom();
  }

  function makeRoom(): void {
    if (kept.total <= maxBytes) return;
    for (const { name, keys } of kept.groups()) {
      if (entries.get(readLockOfGroup(name)) !== undefined) continue;
      for (const key of [...keys]) entries.delete(key);
      onForgotten(name);
      if (kept.total <= maxBytes) return;
    }
  }

  return {
    get: async (key) => readText(key) ?? null,
    set: async (key, value, ttlSeconds) => setText(key, value, toTtlMs(ttlSeconds)),
    setIfAbsent: async (key, value, ttlSeconds) => {
      if (entries.get(key) !== undefined) return false;
      setText(key, value, toTtlMs(ttlSeconds));
      return true;
    },
    deleteIfEquals: async (key, value) => readText(key) === value && entries.delete(key),
    expireIfEquals: async (key, value, ttlSeconds) => {
      if (readText(key) !== value) return false;
      entries.expire(key, toTtlMs(ttlSeconds));
      return true;
    },
    delete: async (...keys) => {
      for (const key of keys) entries.delete(key);
    },
    expire: async (key, ttlSeconds) => entries.expire(key, toTtlMs(ttlSeconds)),
    increment: async (key, by, ttlSeconds) => {
      const before = readText(key);
      const value = Number(before ?? '0') + by;
      if (before === undefined) setText(key, String(value), toTtlMs(ttlSeconds));
      else entries.replace(key, String(value));
      return value;
    },
    reserveSlot: async (key, spacingMs) => {
      const now = clock.now();
      const slot = Math.max(now, Number(readText(key) ?? '0') + spacingMs);
      setText(key, String(slot), slot - now + spacingMs);
      return Math.ceil(slot - now);
    },

    hashSet: async (key, fields, ttlSeconds) => {
      const added = Object.entries(fields);
      if (added.length > 0) setFields(key, added, toTtlMs(ttlSeconds));
    },
    hashSetIfAbsent: async (key, field, value, ttlSeconds) => {
      const absent = !readHash(key)?.has(field);
      setFields(key, absent ? [[field, value]] : [], toTtlMs(ttlSeconds));
      return absent;
    },
    hashGet: async (key, fields) => {
      const hash = readHash(key);
      return fields.map((field) => hash?.get(field) ?? null);
    },
    hashGetAll: async (key) => Object.fromEntries(readHash(key) ?? []),
    hashKeys: async (key) => [...(readHash(key)?.keys() ?? [])],
    hashLength: async (key) => readHash(key)?.size ?? 0,
    hashDelete: async (key, ...fields) => {
      const hash = readHash(key);
      if (!hash) return;
      for (const field of fields) {
        const before = hash.get(field);
        if (before === undefined) continue;
        kept.add(key, -bytesOf(before));
        hash.delete(field);
      }
      if (hash.size === 0) entries.delete(key);
    },

    ping: async () => {},
    close: async () => entries.clear(),
  };
}

/** Redis refuses a command for another kind of value; so do we, or a mistake would show in production only. */
function readAs<T extends Value>(
  key: string,
  value: Value | undefined,
  isKind: (value: Value) => value is T,
): T | undefined {
  if (value === undefined || isKind(value)) return value;
  throw new AppError({ kind: 'storage-unavailable' }, `memory: ${key} holds another kind of value`);
}

const isText = (value: Value): value is string => typeof value === 'string';
const isHash = (value: Value): value is Map<string, string> => value instanceof Map;
