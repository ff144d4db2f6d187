import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Key, KeyOfGivenLife } from '../../../src/storage/keys.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { createStoredValue, parseStored, toStored } from '../../../src/storage/stored-value.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

const Person = z.object({ name: z.string(), age: z.number() });
const ANNE = { name: 'Apple A', age: 7 };
const key: Key = { name: 'k', lifeSeconds: 60 };
const given: KeyOfGivenLife = { name: 'g', lifeSeconds: null };
const DAMAGED = ['', '{', 'null', '[]', '"text"', '{"name":1}', '{"__proto__":{}}'];

let clock: ReturnType<typeof createManualClock>;
let kv: ReturnType<typeof createMemoryKv>;
beforeEach(() => {
  clock = createManualClock();
  kv = createMemoryKv(clock);
});

describe('a stored value', () => {
  it('comes back as it was, for as long as its key lives', async () => {
    const people = createStoredValue(kv, Person);
    expect(await people.get(key)).toBeNull();
    await people.set(key, ANNE);
    expect(await people.get(key)).toEqual(ANNE);
    clock.advance(59_999);
    expect(await people.get(key)).toEqual(ANNE);
    clock.advance(1);
    expect(await people.get(key)).toBeNull();
  });

  it('lives as long as the writer says where the key does not', async () => {
    const people = createStoredValue(kv, Person);
    await people.set(given, ANNE, 10);
    clock.advance(9_999);
    expect(await people.get(given)).toEqual(ANNE);
    clock.advance(1);
    expect(await people.get(given)).toBeNull();
  });

  it('is written by the first only, when asked so', async () => {
    const people = createStoredValue(kv, Person);
    expect(await people.setIfAbsent(key, ANNE)).toBe(true);
    expect(await people.setIfAbsent(key, { name: 'Banana B', age: 8 })).toBe(false);
    expect(await people.get(key)).toEqual(ANNE);
  });

  it.each(DAMAGED)('is a miss when it does not fit: %j', async (text) => {
    await kv.set(key.name, text, 60);
    expect(await createStoredValue(kv, Person).get(key)).toBeNull();
  });

  it('comes back whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // Zero has a sign that JSON does not keep, as everybody knows who reads it back.
        expect(parseStored(z.unknown(), toStored(value)) ?? null).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
