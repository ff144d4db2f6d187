import { isKnownRole, isPresenterRole } from './role.ts';
import { knownStay } from './stay.ts';
import { CAUSE_ATTRIBUTES, type Visit } from './visit.ts';

/**
 * The visits of each person, people and visits in the order of their first row. Visits that share an identity key
 * belong together, over any number of links; a name alone never joins. Rows with the same visit id are one visit, so
 * that a row which Zoom repeats on a later page counts once.
 */
export function mergeVisits(rows: readonly Visit[]): Visit[][] {
  const visits = joinRepeatedRows(rows);
  const links = createLinks(visits.length);
  const firstWithKey = new Map<string, number>();
  visits.forEach((visit, index) => {
    for (const key of visit.identityKeys) {
      if (key.trim() === '') continue;
      const first = firstWithKey.get(key);
      if (first === undefined) firstWithKey.set(key, index);
      else links.join(first, index);
    }
  });
  const people = new Map<number, Visit[]>();
  visits.forEach((visit, index) => {
    const first = links.firstOf(index);
    const person = people.get(first);
    if (person === undefined) people.set(first, [visit]);
    else person.push(visit);
  });
  return [...people.values()];
}

/** A union-find over indexes whose representative is the lowest index of its set. */
function createLinks(size: number) {
  const parents = Uint32Array.from({ length: size }, (_, index) => index);
  function parentOf(index: number): number {
    return parents[index] ?? index;
  }
  function firstOf(index: number): number {
    let at = index;
    for (let parent = parentOf(at); parent !== at; parent = parentOf(at)) {
      // Halves the way for the next look-up: a long chain of visits stays fast.
      parents[at] = parentOf(parent);
      at = parentOf(at);
    }
    return at;
  }
  function join(one: number, other: number): void {
    const first = firstOf(one);
    const second = firstOf(other);
    if (first < second) parents[second] = first;
    else parents[first] = second;
  }
  return { firstOf, join };
}

function joinRepeatedRows(rows: readonly Visit[]): Visit[] {
  const byVisit = new Map<string, Visit[]>();
  const visits: Visit[][] = [];
  for (const row of rows) {
    const visitId = row.visitId.trim();
    const repeated = visitId === '' ? undefined : byVisit.get(visitId);
    if (repeated !== undefined) {
      repeated.push(row);
      continue;
    }
    const visit = [row];
    visits.push(visit);
    if (visitId !== '') byVisit.set(visitId, visit);
  }
  return visits.map(toOneVisit);
}

function toOneVisit(rows: readonly Visit[]): Visit {
  const [first, ...rest] = rows;
  if (first === undefined) throw new RangeError('a visit needs a row');
  if (rest.length === 0) return first;
  return {
    visitId: first.visitId,
    identityKeys: [...new Set(rows.flatMap((row) => row.identityKeys))],
    name: rows.findLast((row) => row.name.trim() !== '')?.name ?? '',
    role:
      rows.find((row) => isPresenterRole(row.role))?.role ?? rows.find((row) => isKnownRole(row.role))?.role ?? null,
    staySeconds: rows.find((row) => knownStay(row.staySeconds) !== null)?.staySeconds ?? null,
    streams: rows.flatMap((row) => row.streams),
    cpuOverloaded: rows.some((row) => row.cpuOverloaded),
    attributes: firstAttributes(rows),
  };
}

function firstAttributes(rows: readonly Visit[]): Visit['attributes'] {
  const attributes: { -readonly [Name in keyof Visit['attributes']]: Visit['attributes'][Name] } = {};
  for (const name of CAUSE_ATTRIBUTES) {
    const value = rows.find((row) => (row.attributes[name] ?? '').trim() !== '')?.attributes[name];
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}
