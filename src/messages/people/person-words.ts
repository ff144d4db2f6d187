import type { Person } from '../../qos/person.ts';
import type { CauseAttribute } from '../../qos/visit.ts';
import { pathName } from '../quality/stream-words.ts';
import { sanitizeText } from '../text/sanitize.ts';

const MAX_ATTRIBUTE = 60;

/** How the person was connected, where it is not the ordinary app: "web client". null otherwise. */
export function connectionWords(person: Person): string | null {
  const names = new Set(person.streams.map(({ type }) => pathName(type)).filter((name) => name !== ''));
  return names.size === 0 ? null : [...names].join(' and ');
}

/** An attribute as Zoom gave it, fit to be shown; null when it is unknown. */
export function attributeWords(person: Person, name: CauseAttribute): string | null {
  return sanitizeText(person.attributes[name] ?? '', MAX_ATTRIBUTE) || null;
}
