import type { Person } from '../../qos/person.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Sort } from '../report.ts';
import { idField, slotsOfId } from './id-index.ts';
import { orderField, slotAt } from './order-pages.ts';
import { blockField, unpackBlock } from './people-blocks.ts';

/** Where the fields of one read's people lie. */
export interface PackedPeople {
  /** In the order of the slots, without those that are damaged or not there. */
  inSlots(slots: readonly number[]): Promise<Person[]>;
  /** The slots at the places of a list, which count from 0; without those that are not known. */
  slotsAt(sort: Sort, first: number, length: number): Promise<number[]>;
  /** null when there is nobody with the id, or nobody who can be read. */
  byId(id: string): Promise<Person | null>;
  read(fields: readonly string[]): Promise<(string | null)[]>;
}

export function readPackedPeople(kv: Kv, name: string): PackedPeople {
  const read = (fields: readonly string[]) => kv.hashGet(name, fields);

  async function inSlots(slots: readonly number[]): Promise<Person[]> {
    const byBlock = Map.groupBy(slots, blockField);
    const fields = [...byBlock.keys()];
    const blocks = await read(fields);
    const people = new Map<number, Person>();
    fields.forEach((field, index) => {
      const wanted = byBlock.get(field) ?? [];
      unpackBlock(blocks[index] ?? null, wanted).forEach((person, at) => {
        const slot = wanted[at];
        if (person && slot !== undefined) people.set(slot, person);
      });
    });
    return slots.flatMap((slot) => people.get(slot) ?? []);
  }

  return {
    read,
    inSlots,
    async slotsAt(sort, first, length) {
      const places = Array.from({ length }, (_, index) => first + index);
      const fields = [...new Set(places.map((place) => orderField(sort, place)))];
      const portions = new Map((await read(fields)).map((text, index) => [fields[index], text]));
      return places.flatMap((place) => slotAt(portions.get(orderField(sort, place)), place) ?? []);
    },
    async byId(id) {
      const [bucket] = await read([idField(id)]);
      const candidates = await inSlots(slotsOfId(bucket, id));
      return candidates.find((person) => person.id === id) ?? null;
    },
  };
}
