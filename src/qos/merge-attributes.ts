import { isBelow } from './rounding.ts';
import { knownStay } from './stay.ts';
import { CAUSE_ATTRIBUTES, type Visit } from './visit.ts';

/** Of several values of an attribute the one of the longest visit; the last one, when a stay is unknown. */
export function mergeAttributes(visits: readonly Visit[]): Visit['attributes'] {
  const attributes: { -readonly [Name in keyof Visit['attributes']]: Visit['attributes'][Name] } = {};
  for (const name of CAUSE_ATTRIBUTES) {
    let chosen: string | undefined;
    let longest = 0;
    let allKnown = true;
    for (const visit of visits) {
      const value = visit.attributes[name]?.trim() ?? '';
      if (value === '') continue;
      const stay = knownStay(visit.staySeconds);
      if (stay === null) allKnown = false;
      if (!allKnown || !isBelow(stay ?? 0, longest)) chosen = value;
      longest = Math.max(longest, stay ?? 0);
    }
    if (chosen !== undefined) attributes[name] = chosen;
  }
  return attributes;
}
