import type { Redis } from 'ioredis';
import type { Kv } from './kv.ts';
import { readFailed, writeFailed } from './storage-error.ts';
import { toTtlMs } from './ttl.ts';

/** Lua hands arguments over on a stack of some thousands; far below it, and short enough not to hold Redis up. */
const CHUNK = 500;

/** The value and its life are always set in one step: a crash in between would leave a key that never goes. */
const SCRIPTS = {
  deleteIfEquals: `
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    return redis.call('DEL', KEYS[1])`,
  expireIfEquals: `
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  increment: `
    local value = redis.call('INCRBY', KEYS[1], ARGV[1])
    if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return value`,
  // Numbers are written with %.3f: Lua's own conversion keeps 14 digits, and an instant in ms has 13 before the point.
  reserveSlot: `
    local time = redis.call('TIME')
    local now = time[1] * 1000 + time[2] / 1000
    local slot = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0') + ARGV[1])
    redis.call('SET', KEYS[1], string.format('%.3f', slot), 'PX', math.ceil(slot - now + ARGV[1]))
    return string.format('%.3f', slot - now)`,
  hashSet: `
    redis.call('HSET', KEYS[1], unpack(ARGV, 2))
    return redis.call('PEXPIRE', KEYS[1], ARGV[1])`,
  hashSetIfAbsent: `
    local set = redis.call('HSETNX', KEYS[1], ARGV[2], ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    return set`,
} as const;

/** The store on Redis 5 or newer. Every failure, also a refused command, is an AppError as `Kv` says. */
export function createRedisKv(redis: Redis): Kv {
  async function read<T>(what: string, command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (cause) {
      throw readFailed(`Redis: ${what} failed`, cause);
    }
  }

  async function write<T>(what: string, command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (cause) {
      throw writeFailed(`Redis: ${what} failed`, cause);
    }
  }

  function run(script: keyof typeof SCRIPTS, key: string, ...args: (string | number)[]): Promise<unknown> {
    return write(`${script} ${key}`, () => redis.eval(SCRIPTS[script], 1, key, ...args));
  }

  return {
    get: (key) => read(`get ${key}`, () => redis.get(key)),
    set: async (key, value, ttlSeconds) => {
      await write(`set ${key}`, () => redis.set(key, value, 'PX', toTtlMs(ttlSeconds)));
    },
    setIfAbsent: async (key, value, ttlSeconds) =>
      (await write(`setIfAbsent ${key}`, () => redis.set(key, value, 'PX', toTtlMs(ttlSeconds), 'NX'))) === 'OK',
    deleteIfEquals: async (key, value) => (await run('deleteIfEquals', key, value)) === 1,
    expireIfEquals: async (key, value, ttlSeconds) =>
      (await run('expireIfEquals', key, value, toTtlMs(ttlSeconds))) === 1,
    delete: async (...keys) => {
      // One command per key: in a cluster, keys of one command must lie on one node.
      await Promise.all(keys.map((key) => write(`delete ${key}`, () => redis.unlink(key))));
    },
    expire: async (key, ttlSeconds) => {
      await write(`expire ${key}`, () => redis.pexpire(key, toTtlMs(ttlSeconds)));
    },
    increment: async (key, by, ttlSeconds) => Number(await run('increment', key, by, toTtlMs(ttlSeconds))),
    reserveSlot: async (key, spacingMs) => Math.ceil(Number(await run('reserveSlot', key, spacingMs))),

    hashSet: async (key, fields, ttlSeconds) => {
      for (const chunk of toChunks(Object.entries(fields))) {
        await run('hashSet', key, toTtlMs(ttlSeconds), ...chunk.flat());
      }
    },
    hashSetIfAbsent: async (key, field, value, ttlSeconds) =>
      (await run('hashSetIfAbsent', key, toTtlMs(ttlSeconds), field, value)) === 1,
    hashGet: async (key, fields) =>
      fields.length === 0 ? [] : read(`hashGet ${key}`, () => redis.hmget(key, ...fields)),
    hashGetAll: (key) => read(`hashGetAll ${key}`, () => redis.hgetall(key)),
    hashKeys: (key) => read(`hashKeys ${key}`, () => redis.hkeys(key)),
    hashLength: (key) => read(`hashLength ${key}`, () => redis.hlen(key)),
    hashDelete: async (key, ...fields) => {
      if (fields.length > 0) await write(`hashDelete ${key}`, () => redis.hdel(key, ...fields));
    },

    ping: async () => {
      await read('ping', () => redis.ping());
    },
    close: async () => redis.disconnect(),
  };
}

function toChunks<T>(items: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += CHUNK) chunks.push(items.slice(start, start + CHUNK));
  return chunks;
}
