import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../src/storage/kept-bytes.ts';
import { keys } from '../../../src/storage/keys.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

const MEGABYTE = 1024 * 1024;
const TTL_SECONDS = 3_600;

function createWorld(maxBytes = 10 * MEGABYTE) {
  const clock = createManualClock();
  const forgotten: string[] = [];
  const kv = createMemoryKv(clock, { maxBytes, onForgotten: (group) => forgotten.push(group) });
  /** A report of one megabyte. */
  async function keepReport(key: string): Promise<void> {
    const person = 'x'.repeat(MEGABYTE / 64);
    const people = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`p${index}`, person]));
    await kv.hashSet(keys.people(key, 'r1').name, people, TTL_SECONDS);
    await kv.set(keys.olderHead(key, 'r0').name, '{}', TTL_SECONDS);
    await kv.set(keys.reportHead(key).name, '{}', TTL_SECONDS);
  }
  async function isWhole(key: string): Promise<boolean | 'gone'> {
    const parts = [
      (await kv.get(keys.reportHead(key).name)) !== null,
      (await kv.hashLength(keys.people(key, 'r1').name)) === 64,
      (await kv.get(keys.olderHead(key, 'r0').name)) !== null,
    ];
    if (parts.every((isThere) => !isThere)) return 'gone';
    return parts.every((isThere) => isThere);
  }
  return { clock, forgotten, kv, keepReport, isWhole };
}

describe('a memory store that is full', () => {
  it('lets the report go that was not used for longest, whole', async () => {
    const { forgotten, kv, keepReport, isWhole } = createWorld();
    for (let report = 0; report < 9; report += 1) await keepReport(`report${report}`);
    await kv.get(keys.reportHead('report0').name);
    for (let report = 9; report < 12; report += 1) await keepReport(`report${report}`);
    const whole = await Promise.all(Array.from({ length: 12 }, (_, report) => isWhole(`report${report}`)));
    expect(whole).toEqual([true, 'gone', 'gone', 'gone', true, true, true, true, true, true, true, true]);
    expect(forgotten).toEqual(['qos:v2:{report1}:', 'qos:v2:{report2}:', 'qos:v2:{report3}:']);
  });

  it('keeps subscriptions, who waits, what was done, locks and counters', async () => {
    const { kv, keepReport } = createWorld();
    const kept = [
      keys.subscriptions,
      keys.pendingRequest('1'),
      keys.requestsFor('a'),
      keys.ended('a'),
      keys.channelPost('a', 'C1'),
      keys.automaticReport('a'),
      keys.zoomQuotaBlock,
      keys.firstFailure('a'),
    ];
    for (const { name } of kept) await kv.set(name, 'here', TTL_SECONDS);
    for (let report = 0; report < 30; report += 1) await keepReport(`report${report}`);
    expect(await Promise.all(kept.map(({ name }) => kv.get(name)))).toEqual(kept.map(() => 'here'));
  });

  it('keeps the pages of a read that is under way, and lets those of an abandoned one go', async () => {
    const { kv, keepReport } = createWorld();
    for (const key of ['under way', 'abandoned']) await kv.hashSet(keys.checkpoint(key).name, { 0: '[]' }, TTL_SECONDS);
    await kv.set(keys.readLock('under way').name, 'job 1', TTL_SECONDS);
    for (let report = 0; report < 12; report += 1) await keepReport(`report${report}`);
    expect(await kv.hashLength(keys.checkpoint('under way').name)).toBe(1);
    expect(await kv.hashLength(keys.checkpoint('abandoned').name)).toBe(0);
  });

  it('has room again for what has gone by itself, was deleted or was written over', async () => {
    const { clock, forgotten, kv, keepReport } = createWorld(3 * MEGABYTE);
    for (let round = 0; round < 20; round += 1) await keepReport('the same');
    await kv.delete(keys.people('the same', 'r1').name);
    for (const id of ['a', 'b']) await keepReport(id);
    await kv.hashDelete(keys.people('a', 'r1').name, ...Array.from({ length: 64 }, (_, index) => `p${index}`));
    await keepReport('c');
    expect(forgotten).toEqual([]);
    clock.advance(TTL_SECONDS * 1000);
    // Asked for, so that they are seen to have run out.
    for (const id of ['a', 'b', 'c']) await kv.hashLength(keys.people(id, 'r1').name);
    for (const id of ['d', 'e']) await keepReport(id);
    expect(forgotten).toEqual([]);
  });

  it('counts what is written over an entry that has run out', async () => {
    const { clock, forgotten, kv } = createWorld(2.5 * MEGABYTE);
    const write = (id: string) => kv.set(keys.reportHead(id).name, 'x'.repeat(MEGABYTE), 60);
    await write('a');
    clock.advance(61_000);
    for (const id of ['a', 'b', 'c']) await write(id);
    expect(forgotten).toEqual(['qos:v2:{a}:']);
  });

  it('counts no more than it holds, whatever is written and taken away', async () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      field: fc.constantFrom('p1', 'p2'),
      size: fc.integer({ min: 0, max: 5_000 }),
      what: fc.constantFrom('set', 'hash', 'delete', 'field', 'late'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { clock, kv, forgotten, isWhole } = createWorld(64 * 1024);
        for (const { key, field, size, what } of steps) {
          const people = keys.people(key, 'r1').name;
          if (what === 'set') await kv.set(keys.reportHead(key).name, 'x'.repeat(size), 60);
          if (what === 'hash') await kv.hashSet(people, { [field]: 'x'.repeat(size) }, 60);
          if (what === 'delete') await kv.delete(people, keys.reportHead(key).name);
          if (what === 'field') await kv.hashDelete(people, field);
          if (what === 'late') clock.advance(30_000);
        }
        // Three heads and six people, none above 5,000 bytes, fit.
        expect(forgotten).toEqual([]);
        await isWhole('a');
      }),
    );
  });
});

describe('bytesOf', () => {
  it('counts texts beyond Latin-1 twice', () => {
    expect(bytesOf('äbc') - bytesOf('')).toBe(3);
    expect(bytesOf('abc字') - bytesOf('')).toBe(8);
  });
});
