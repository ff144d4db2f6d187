import { z } from 'zod';
import type { Person } from '../../qos/person.ts';
import { StoredPerson } from '../stored-person.ts';
import { parsePacked, toPacked } from './packed-value.ts';

/**
 * People that are packed together. More would be smaller and slower to look into; past this many, hardly smaller. What a
 * person is made of is told by `StoredPerson` alone.
 */
export const PEOPLE_PER_BLOCK = 32;

/** Checked one by one, and only those who are wanted: the check takes longer than the unpacking. */
const Block = z.array(z.unknown());

/** The field of the block that holds the person in a slot, a number that counts from 0. */
export function blockField(slot: number): string {
  return `people:${Math.floor(slot / PEOPLE_PER_BLOCK)}`;
}

export function packBlock(people: readonly Person[]): string {
  return toPacked(people);
}

/** The block with other people in some of its slots; null when it is damaged or not there. */
export function repackBlock(packed: string | null, changed: ReadonlyMap<number, Person>): string | null {
  const block = parsePacked(Block, packed);
  if (block === null) return null;
  for (const [slot, person] of changed) block[slot % PEOPLE_PER_BLOCK] = person;
  return toPacked(block);
}

/** The people in these slots, all of one block, in the order asked for; null for those who are damaged or not there. */
export function unpackBlock(packed: string | null, slots: readonly number[]): (Person | null)[] {
  const block = parsePacked(Block, packed);
  return slots.map((slot) => StoredPerson.safeParse(block?.[slot % PEOPLE_PER_BLOCK]).data ?? null);
}
