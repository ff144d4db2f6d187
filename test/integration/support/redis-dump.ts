import { Redis } from 'ioredis';
import { inflateText } from '../../../src/reports/packing/deflate.ts';
import { ROW_DICTIONARY } from '../../../src/reports/packing/row-dictionary.ts';

/** Everything that Redis holds, key by key, as text; the queue's keys too. What is packed is shown unpacked. */
export async function dumpRedis(url: string): Promise<Map<string, string>> {
  const redis = new Redis(url);
  try {
    const dump = new Map<string, string>();
    for await (const keys of redis.scanStream({ count: 500 })) {
      for (const key of keys) dump.set(key, JSON.stringify(await readKey(redis, key), unpacked));
    }
    return dump;
  } finally {
    redis.disconnect();
  }
}

function unpacked(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? (inflateText(value, ROW_DICTIONARY) ?? value) : value;
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES');
    case 'stream':
      return redis.xrange(key, '-', '+');
    case 'none':
      return null;
    default:
      throw new Error(`a ${type} that nobody looks into: ${key}`);
  }
}
