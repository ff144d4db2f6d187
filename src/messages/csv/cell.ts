import type { Person } from '../../qos/person.ts';
import { comparable } from '../../qos/rounding.ts';
import { shownName } from '../text/names.ts';
import { sanitizeText } from '../text/sanitize.ts';

const MAX_TEXT = 200;
/** What makes a spreadsheet run a cell instead of showing it, in their full-width forms too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** A text from outside: one line, addresses masked, harmless in a spreadsheet. */
export function textCell(text: string): string {
  return harmless(sanitizeText(text, MAX_TEXT));
}

/** The same of a person's name, with telephone numbers masked as everywhere; nobody is nameless. */
export function nameCell({ name, number }: Pick<Person, 'name' | 'number'>): string {
  return harmless(shownName(name, MAX_TEXT)) || `Attendee #${number}`;
}

function harmless(shown: string): string {
  return FORMULA.test(shown) ? `'${shown}` : shown;
}

/** A plain number, in the unit of its column; blank when it is unknown. */
export function numberCell(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(comparable(value) / 1_000_000);
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
