import { AppError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import { createExpiringMap } from './expiring-map.ts';
import type { Kv } from './kv.ts';
import { toTtlMs } from './ttl.ts';

type Value = string | Map<string, string>;

/** The store in this process: same promises as Redis, nothing durable, nothing shared. */
export function createMemoryKv(clock: Clock): Kv {
  const entries = createExpiringMap<Value>(clock);
  const readText = (key: string) => readAs(key, entries.get(key), isText);
  const readHash = (key: string) => readAs(key, entries.get(key), isHash);

  return {
    get: async (key) => readText(key) ?? null,
    set: async (key, value, ttlSeconds) => entries.set(key, value, toTtlMs(ttlSeconds)),
    setIfAbsent: async (key, value, ttlSeconds) => {
      if (entries.get(key) !== undefined) return false;
      entries.set(key, value, toTtlMs(ttlSeconds));
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
      if (before === undefined) entries.set(key, String(value), toTtlMs(ttlSeconds));
      else entries.replace(key, String(value));
      return value;
    },
    reserveSlot: async (key, spacingMs) => {
      const now = clock.now();
      const slot = Math.max(now, Number(readText(key) ?? '0') + spacingMs);
      entries.set(key, String(slot), slot - now + spacingMs);
      return Math.ceil(slot - now);
    },

    hashSet: async (key, fields, ttlSeconds) => {
      const added = Object.entries(fields);
      if (added.length === 0) return;
      const hash = readHash(key) ?? new Map<string, string>();
      for (const [field, value] of added) hash.set(field, value);
      entries.set(key, hash, toTtlMs(ttlSeconds));
    },
    hashSetIfAbsent: async (key, field, value, ttlSeconds) => {
      const hash = readHash(key) ?? new Map<string, string>();
      const absent = !hash.has(field);
      if (absent) hash.set(field, value);
      entries.set(key, hash, toTtlMs(ttlSeconds));
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
      for (const field of fields) hash?.delete(field);
      if (hash?.size === 0) entries.delete(key);
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
