import { describe, expect, it } from 'vitest';
import { keys } from '../src/storage/keys.ts';
import { createKeyNamer, readInventory, readQueuePatterns } from './privacy/inventory.ts';

const rows = readInventory(168);

describe('docs/privacy.md', () => {
  it('has every key of the store in one row, and no other', () => {
    const named = rows.flatMap((row) => row.keys);
    expect(named.toSorted()).toEqual(Object.keys(keys).toSorted());
  });

  it('says of every row how long', () => {
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) expect(row.longestSeconds, row.keys.join()).toBeGreaterThan(0);
  });

  it('says of no key that it ends sooner than it may', () => {
    const tooLong = rows.flatMap(
      (row) => row.keys.filter((name) => (lifeOf(name as keyof typeof keys) ?? 0) > row.longestSeconds), // The test above.
    );
    expect(tooLong).toEqual([]);
  });

  it('says of no row that it lasts longer than any of its keys', () => {
    const tooShort = rows.filter((row) => {
      const lives = row.keys.map((name) => lifeOf(name as keyof typeof keys)); // As above.
      return lives.every((life) => life !== null && life < row.longestSeconds);
    });
    expect(tooShort).toEqual([]);
  });

  it('has words for the kinds of keys of the queue', () => {
    expect([...readQueuePatterns().keys()]).toEqual(expect.arrayContaining(['<n>', 'failed', 'events', 'de:<id>']));
  });
});

describe('the name of a key', () => {
  const nameOf = createKeyNamer();

  it.each([
    [keys.reportHead('abc+/=').name, 'reportHead'],
    [keys.olderHead('abc', 'read').name, 'olderHead'],
    [keys.lookUp('93201235621').name, 'lookUp'],
    [keys.lookUpLock('93201235621').name, 'lookUpLock'],
    [keys.readsOfMinute('U1', 29_000_000).name, 'readsOfMinute'],
    [keys.readsOfDay('U1', '2026-05-14').name, 'readsOfDay'],
    [keys.readStarted('94400000001').name, 'readStarted'],
    [keys.channelPostLock('abc', 'C1').name, 'channelPostLock'],
    [keys.subscriptions.name, 'subscriptions'],
    ['qos:v2:something:else', null],
    ['qos:v2:{abc}:unknown', null],
  ])('%s is %s', (key, name) => {
    expect(nameOf(key)).toBe(name);
  });
});

/** In seconds; null where whoever writes it says. */
function lifeOf(name: keyof typeof keys): number | null {
  const made = keys[name];
  if (typeof made !== 'function') return made.lifeSeconds;
  // Whatever kind of parts they want, they are written into a text.
  return (made as (...parts: string[]) => { readonly lifeSeconds: number | null })('a', 'b').lifeSeconds;
}
