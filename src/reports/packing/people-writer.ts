import type { Orders } from '../../qos/analysis.ts';
import type { Person } from '../../qos/person.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Sort } from '../report.ts';
import { packIds } from './id-index.ts';
import { NAMES_PER_PORTION, namesField, packNames, toNameLine } from './name-index.ts';
import { packOrder } from './order-pages.ts';
import { readPackedPeople } from './packed-people.ts';
import { blockField, PEOPLE_PER_BLOCK, packBlock, repackBlock } from './people-blocks.ts';

const SORTS: readonly Sort[] = ['severity', 'loss', 'latency'];
/** The field that says how many people there are; written last. */
export const COUNT = 'count';

/** Writes the people of one read, who get slots in the order in which they come. In memory there are their ids, and the last few. */
export interface PeopleWriter {
  add(people: readonly Person[]): Promise<void>;
  /** People added before, in the order of the ids. */
  find(ids: readonly string[]): Promise<Person[]>;
  /** Puts people in the place of those with their ids, who were added before; their names and grades are the same. */
  replace(people: readonly Person[]): Promise<void>;
  /** When everybody was added: writes what is left, the orders and the indexes. Others have their turn in between. */
  finish(orders: Orders): Promise<void>;
}

/** @param nameOf the name under which a person is shown, and so is found */
export function createPeopleWriter(
  kv: Kv,
  { name, lifeSeconds }: { readonly name: string; readonly lifeSeconds: number },
  nameOf: (person: Person) => string,
): PeopleWriter {
  const slotOf = new Map<string, number>();
  const packed = readPackedPeople(kv, name);
  let lastPeople: Person[] = [];
  let lastNames: string[] = [];

  const write = (fields: Readonly<Record<string, string>>) => kv.hashSet(name, fields, lifeSeconds);

  /** The slots that were given last and are not written yet. */
  function takeBlock(): Record<string, string> {
    if (lastPeople.length === 0) return {};
    const block = { [blockField(slotOf.size - lastPeople.length)]: packBlock(lastPeople) };
    lastPeople = [];
    return block;
  }

  function takeNames(): Record<string, string> {
    if (lastNames.length === 0) return {};
    const portion = Math.floor((slotOf.size - lastNames.length) / NAMES_PER_PORTION);
    const names = { [namesField(portion)]: packNames(lastNames) };
    lastNames = [];
    return names;
  }

  return {
    async add(people) {
      const fields: Record<string, string> = {};
      for (const person of people) {
        slotOf.set(person.id, slotOf.size);
        lastPeople.push(person);
        lastNames.push(toNameLine(person.grade, nameOf(person)));
        if (lastPeople.length === PEOPLE_PER_BLOCK) Object.assign(fields, takeBlock());
        if (lastNames.length === NAMES_PER_PORTION) Object.assign(fields, takeNames());
      }
      if (Object.keys(fields).length > 0) await write(fields);
    },

    async find(ids) {
      const waiting = new Map(lastPeople.map((person) => [person.id, person]));
      const slots = ids.flatMap((id) => (waiting.has(id) ? [] : (slotOf.get(id) ?? [])));
      for (const person of await packed.inSlots(slots)) waiting.set(person.id, person);
      return ids.flatMap((id) => waiting.get(id) ?? []);
    },

    async replace(people) {
      const unwritten = slotOf.size - lastPeople.length;
      const inBlocks = new Map<number, Person>();
      for (const person of people) {
        const slot = slotOf.get(person.id);
        if (slot === undefined) continue;
        if (slot >= unwritten) lastPeople[slot - unwritten] = person;
        else inBlocks.set(slot, person);
      }
      const changes = [...Map.groupBy(inBlocks.keys(), blockField)];
      const blocks = await packed.read(changes.map(([field]) => field));
      const fields: Record<string, string> = {};
      changes.forEach(([field, slots], index) => {
        const changed = new Map([...inBlocks].filter(([slot]) => slots.includes(slot)));
        const block = repackBlock(blocks[index] ?? null, changed);
        if (block !== null) fields[field] = block;
      });
      if (Object.keys(fields).length > 0) await write(fields);
    },

    async finish(orders) {
      await write({ ...takeBlock(), ...takeNames() });
      await nextTurn();
      await write(packIds(slotOf));
      for (const sort of SORTS) {
        await nextTurn();
        const slots = orders[sort].flatMap((id) => slotOf.get(id) ?? []);
        if (slots.length > 0) await write(packOrder(sort, slots));
      }
      await write({ [COUNT]: String(slotOf.size) });
    },
  };
}
