import { isKnownRole } from './role.ts';
import type { Visit } from './visit.ts';

/** The part of a row that tells whose it is. */
export type RowIdentity = Pick<Visit, 'visitId' | 'identityKeys' | 'role'>;

/** Whose row is whose, by the places of the rows in the order of reading. */
export interface LinkedRows {
  /** The person's place among the people, who are in the order of their first rows. */
  personOf(row: number): number;
  /** How many rows a person has. */
  rowsOf(person: number): number;
  /** Whether any row tells a role. */
  readonly rolesKnown: boolean;
}

/** Finds out which rows belong to one person, portion by portion, from what identifies them alone. */
export interface RowLinks {
  /** Rows in the order of reading. */
  add(rows: readonly RowIdentity[]): void;
  finish(): LinkedRows;
}

/**
 * Rows that share an identity key belong to one person, over any number of links, as do rows of one visit, so that a row
 * which Zoom repeats on a later page counts once; a name alone never joins.
 */
export function createRowLinks(): RowLinks {
  const links = createUnion();
  const firstWithKey = new Map<string, number>();
  const firstOfVisit = new Map<string, number>();
  let rolesKnown = false;

  function joinBy(firsts: Map<string, number>, key: string, row: number): void {
    if (key.trim() === '') return;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, row);
    else links.join(first, row);
  }

  return {
    add(rows) {
      for (const { visitId, identityKeys, role } of rows) {
        const row = links.add();
        joinBy(firstOfVisit, visitId.trim(), row);
        for (const key of identityKeys) joinBy(firstWithKey, key, row);
        rolesKnown ||= isKnownRole(role);
      }
    },
    finish() {
      const places = new Map<number, number>();
      const personOf = new Uint32Array(links.size());
      const rowsOf: number[] = [];
      personOf.forEach((_, row) => {
        const first = links.firstOf(row);
        const place = places.get(first) ?? places.size;
        places.set(first, place);
        personOf[row] = place;
        rowsOf[place] = (rowsOf[place] ?? 0) + 1;
      });
      return { personOf: (row) => personOf[row] ?? 0, rowsOf: (person) => rowsOf[person] ?? 0, rolesKnown };
    },
  };
}

/** A union-find over indexes whose representative is the lowest index of its set. */
function createUnion() {
  const parents: number[] = [];
  function parentOf(index: number): number {
    return parents[index] ?? index;
  }
  function firstOf(index: number): number {
    let at = index;
    for (let parent = parentOf(at); parent !== at; parent = parentOf(at)) {
      // Halves the way for the next look-up: a long chain of rows stays fast.
      parents[at] = parentOf(parent);
      at = parentOf(at);
    }
    return at;
  }
  return {
    firstOf,
    size: () => parents.length,
    add: () => parents.push(parents.length) - 1,
    join(one: number, other: number): void {
      const first = firstOf(one);
      const second = firstOf(other);
      if (first < second) parents[second] = first;
      else parents[first] = second;
    },
  };
}
