import type { Sort } from '../report.ts';

/** Slots that are kept together: a page of a list is read from one or two of them. */
const SLOTS_PER_PORTION = 500;
/** Three bytes, which are four characters of base64: sixteen million people. */
const BYTES = 3;
const CHARACTERS = 4;

/** The fields of an order: the slots of people, the first of the list first. */
export function packOrder(sort: Sort, slots: readonly number[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let start = 0; start < slots.length; start += SLOTS_PER_PORTION) {
    const portion = slots.slice(start, start + SLOTS_PER_PORTION);
    const bytes = Buffer.alloc(portion.length * BYTES);
    portion.forEach((slot, index) => {
      bytes.writeUIntBE(slot, index * BYTES, BYTES);
    });
    fields[orderField(sort, start)] = bytes.toString('base64');
  }
  return fields;
}

/** The field that holds a place of the list, which counts from 0. */
export function orderField(sort: Sort, place: number): string {
  return `${sort}:${Math.floor(place / SLOTS_PER_PORTION)}`;
}

/** The slot of the person at a place, from the field that holds the place; null where there is none. */
export function slotAt(portion: string | null | undefined, place: number): number | null {
  const at = (place % SLOTS_PER_PORTION) * CHARACTERS;
  const bytes = Buffer.from(portion?.slice(at, at + CHARACTERS) ?? '', 'base64');
  return bytes.length === BYTES ? bytes.readUIntBE(0, BYTES) : null;
}
