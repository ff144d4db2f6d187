import type { Person } from '../../qos/person.ts';
import { maskTelephones } from './mask.ts';
import { sanitizeText } from './sanitize.ts';

/** Characters of a display name before it is cut. */
const MAX_NAME = 60;
const SHORT_ID = 4;

type Named = Pick<Person, 'id' | 'number' | 'name'>;

/** A name as it may be shown, addresses and telephone numbers masked; blank when nothing is left. */
export function shownName(name: string, max: number): string {
  return maskTelephones(sanitizeText(name, max));
}

/** The name people see: cut to 60 characters, addresses and telephone numbers masked; a blank one is "Attendee #12". */
export function personName(person: Named): string {
  return shownName(person.name, MAX_NAME) || `Attendee #${person.number}`;
}

/** Names of people shown together: equal ones get the end of their id, "J. Doe · 3f2a". */
export function createNamer(people: readonly Named[]): (person: Named) => string {
  const namesakes = Map.groupBy(people, (person) => personName(person).toLowerCase());
  return (person) => {
    const name = personName(person);
    const others = (namesakes.get(name.toLowerCase()) ?? []).filter((other) => other.id !== person.id);
    return others.length === 0 ? name : `${name} · ${shortId(person, others)}`;
  };
}

function shortId(person: Named, others: readonly Named[]): string {
  const id = readable(person.id);
  for (let length = SHORT_ID; length < id.length; length += 1) {
    const end = id.slice(-length);
    if (others.every((other) => !readable(other.id).endsWith(end))) return end;
  }
  return others.some((other) => readable(other.id) === id) || id === '' ? `#${person.number}` : id;
}

function readable(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(-16);
}
