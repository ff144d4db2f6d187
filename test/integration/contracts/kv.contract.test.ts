import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Kv } from '../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { createRedisConnection } from '../../../src/storage/redis-connection.ts';
import { createRedisKv } from '../../../src/storage/redis-kv.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

interface Harness {
  readonly kv: Kv;
  /** Makes every key of this run that much older. */
  age(ms: number): Promise<void>;
  close(): Promise<void>;
}

const run = randomUUID();

async function createMemoryHarness(): Promise<Harness> {
  const clock = createManualClock();
  const kv = createMemoryKv(clock);
  return { kv, age: async (ms) => clock.advance(ms), close: () => kv.close() };
}

/** Redis cannot be told the time, but a key's remaining life can be shortened, which is the same to its reader. */
async function createRedisHarness(): Promise<Harness> {
  const connection = createRedisConnection(inject('redisUrl'), {
    onError: (error) => expect.unreachable(error.message),
  });
  await connection.connect();
  const kv = createRedisKv(connection.redis);
  const inspector = new Redis(inject('redisUrl'));
  return {
    kv,
    age: async (ms) => {
      for (const key of await inspector.keys(`${run}:*`)) {
        await inspector.pexpire(key, (await inspector.pttl(key)) - ms);
      }
    },
    close: async () => {
      await kv.close();
      inspector.disconnect();
    },
  };
}

const unavailable = expect.objectContaining({ failure: { kind: 'storage-unavailable' } });

describe.each([
  { store: 'memory', createHarness: createMemoryHarness },
  { store: 'Redis', createHarness: createRedisHarness },
])('Kv in $store', ({ createHarness }) => {
  let harness: Harness;
  let kv: Kv;
  let key: string;

  beforeAll(async () => {
    harness = await createHarness();
    kv = harness.kv;
  });
  beforeEach(() => {
    key = `${run}:{${randomUUID()}}`;
  });
  afterAll(() => harness.close());

  it('gives back what was set, until it has lived its time', async () => {
    expect(await kv.get(key)).toBeNull();
    await kv.set(key, 'Größe 👩🏽‍💻 {"a":1}', 10);
    await harness.age(9_500);
    expect(await kv.get(key)).toBe('Größe 👩🏽‍💻 {"a":1}');
    await harness.age(500);
    expect(await kv.get(key)).toBeNull();
  });

  it('starts a new life with every set', async () => {
    await kv.set(key, 'old', 10);
    await harness.age(9_500);
    await kv.set(key, 'new', 10);
    await harness.age(9_500);
    expect(await kv.get(key)).toBe('new');
  });

  it('sets only what is absent', async () => {
    expect(await kv.setIfAbsent(key, 'first', 10)).toBe(true);
    expect(await kv.setIfAbsent(key, 'second', 10)).toBe(false);
    expect(await kv.get(key)).toBe('first');
    await harness.age(10_000);
    expect(await kv.setIfAbsent(key, 'third', 10)).toBe(true);
  });

  it('lets one of many win', async () => {
    const won = await Promise.all(Array.from({ length: 50 }, (_, index) => kv.setIfAbsent(key, String(index), 10)));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('deletes for the owner only', async () => {
    await kv.set(key, 'mine', 10);
    expect(await kv.deleteIfEquals(key, 'yours')).toBe(false);
    expect(await kv.get(key)).toBe('mine');
    expect(await kv.deleteIfEquals(key, 'mine')).toBe(true);
    expect(await kv.get(key)).toBeNull();
    expect(await kv.deleteIfEquals(key, 'mine')).toBe(false);
  });

  it('extends a life for the owner only', async () => {
    await kv.set(key, 'mine', 10);
    expect(await kv.expireIfEquals(key, 'yours', 100)).toBe(false);
    expect(await kv.expireIfEquals(key, 'mine', 20)).toBe(true);
    await harness.age(19_500);
    expect(await kv.get(key)).toBe('mine');
    await harness.age(500);
    expect(await kv.expireIfEquals(key, 'mine', 20)).toBe(false);
  });

  it('deletes several keys of any kind', async () => {
    await kv.set(`${key}:text`, 'x', 10);
    await kv.hashSet(`${key}:hash`, { x: '1' }, 10);
    await kv.delete(`${key}:text`, `${key}:hash`, `${key}:absent`);
    expect(await kv.get(`${key}:text`)).toBeNull();
    expect(await kv.hashLength(`${key}:hash`)).toBe(0);
  });

  it('gives a key a new life, shorter or longer, and bears an absent one', async () => {
    await kv.set(key, 'x', 10);
    await kv.expire(key, 20);
    await harness.age(19_500);
    expect(await kv.get(key)).toBe('x');
    await kv.expire(key, 1);
    await harness.age(1_000);
    expect(await kv.get(key)).toBeNull();
    await kv.expire(key, 10);
    expect(await kv.get(key)).toBeNull();
  });

  it('counts, the life starting with the first count', async () => {
    expect(await kv.increment(key, 1, 10)).toBe(1);
    await harness.age(9_500);
    expect(await kv.increment(key, 41, 10)).toBe(42);
    expect(await kv.get(key)).toBe('42');
    await harness.age(500);
    expect(await kv.increment(key, 1, 10)).toBe(1);
  });

  it('hands out evenly spaced slots', async () => {
    const waits: number[] = [];
    for (let index = 0; index < 5; index += 1) waits.push(await kv.reserveSlot(key, 1_000));
    expect(waits[0]).toBe(0);
    // Redis keeps its own time: while the five were asked for, some of it has passed.
    waits.forEach((wait, index) => {
      expect(wait).toBeLessThanOrEqual(index * 1_000);
      expect(wait).toBeGreaterThan(index * 1_000 - 900);
    });
  });

  it('knows of its slots for as long as one of them lies ahead', async () => {
    for (let index = 0; index < 5; index += 1) await kv.reserveSlot(key, 1_000);
    await harness.age(2_000);
    expect(await kv.reserveSlot(key, 1_000)).toBeGreaterThan(2_000);
  });

  it('hands out different slots to those who ask at once', async () => {
    const waits = await Promise.all(Array.from({ length: 40 }, () => kv.reserveSlot(key, 26.25)));
    expect(new Set(waits).size).toBe(40);
    expect(Math.max(...waits)).toBeLessThanOrEqual(Math.ceil(39 * 26.25));
    expect(Math.max(...waits)).toBeGreaterThan(39 * 26.25 - 500);
  });

  it('keeps a hash of more fields than one command should have', async () => {
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`p${index}`, `value ${index}`]));
    await kv.hashSet(key, fields, 10);
    expect(await kv.hashLength(key)).toBe(5_000);
    expect(await kv.hashGet(key, ['p4999', 'nobody', 'p0'])).toEqual(['value 4999', null, 'value 0']);
    expect(await kv.hashGet(key, [])).toEqual([]);
    expect(await kv.hashGetAll(key)).toEqual(fields);
    expect((await kv.hashKeys(key)).toSorted()).toEqual(Object.keys(fields).toSorted());
  });

  it('lets a whole hash live as long as its last setting says', async () => {
    await kv.hashSet(key, { a: '1' }, 10);
    await harness.age(9_500);
    await kv.hashSet(key, { b: '2' }, 10);
    await harness.age(9_500);
    expect(await kv.hashGetAll(key)).toEqual({ a: '1', b: '2' });
    await harness.age(500);
    expect(await kv.hashGetAll(key)).toEqual({});
  });

  it('sets a field that is absent, and the life either way', async () => {
    expect(await kv.hashSetIfAbsent(key, 'a', '1', 10)).toBe(true);
    await harness.age(9_500);
    expect(await kv.hashSetIfAbsent(key, 'a', '2', 10)).toBe(false);
    await harness.age(9_500);
    expect(await kv.hashGetAll(key)).toEqual({ a: '1' });
  });

  it('deletes fields, and the hash with the last one', async () => {
    await kv.hashSet(key, { a: '1', b: '2', c: '3' }, 10);
    await kv.hashDelete(key, 'a', 'nobody');
    await kv.hashDelete(key);
    expect(await kv.hashKeys(key)).toEqual(['b', 'c']);
    await kv.hashDelete(key, 'b', 'c');
    expect(await kv.setIfAbsent(key, 'free again', 10)).toBe(true);
  });

  it('takes nothing to mean nothing', async () => {
    await kv.hashSet(key, {}, 10);
    await kv.delete();
    expect(await kv.hashGetAll(key)).toEqual({});
  });

  it('refuses to read one kind of value as another', async () => {
    await kv.hashSet(`${key}:hash`, { a: '1' }, 10);
    await kv.set(`${key}:text`, 'a', 10);
    await expect(kv.get(`${key}:hash`)).rejects.toEqual(unavailable);
    await expect(kv.hashGetAll(`${key}:text`)).rejects.toEqual(unavailable);
    await expect(kv.hashSet(`${key}:text`, { a: '1' }, 10)).rejects.toEqual(unavailable);
  });

  it('answers a ping', async () => {
    await expect(kv.ping()).resolves.toBeUndefined();
  });
});
