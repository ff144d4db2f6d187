import { gradePerson } from './grade-person.ts';
import { joinRows } from './join-rows.ts';
import type { Person } from './person.ts';
import { decideRole } from './role.ts';
import type { LinkedRows } from './row-links.ts';
import { measureSpeech } from './speech.ts';
import { type Standing, toStanding } from './standing.ts';
import type { Thresholds } from './thresholds.ts';
import type { Visit } from './visit.ts';

/** Visit ids that are fit for a button value and cannot be taken for one of our own (`n12`). */
const USABLE_ID = /^(?!n\d+$)[\w.=+/-]{1,48}$/;

/** Grades people as their rows come; holds the rows of those only who are not complete, as of somebody who joined twice. */
export interface WebinarGrading {
  /**
   * The same rows, in the same order, as were linked; in any portions. Gives everybody whose last row is among them. How
   * much presenters count is decided when all are known (presenter-weight).
   */
  add(rows: readonly Visit[]): Person[];
  /** After all rows: everybody in the order of their first rows. */
  standings(): readonly Standing[];
}

export function createWebinarGrading(links: LinkedRows, thresholds: Thresholds): WebinarGrading {
  const incomplete = new Map<number, Visit[]>();
  const standings: Standing[] = [];
  let nextRow = 0;

  function complete(person: number, rows: readonly Visit[]): Person {
    const visits = joinRows(rows);
    const number = person + 1;
    const role = decideRole(visits, links.rolesKnown, thresholds);
    const graded = gradePerson(visits, { id: toPersonId(visits, number), number, ...role }, thresholds);
    const speech = graded.role === 'presenter' ? measureSpeech(visits, graded.streams, thresholds) : null;
    standings[person] = toStanding(graded, speech);
    return graded;
  }

  return {
    add(rows) {
      const people: Person[] = [];
      for (const row of rows) {
        const person = links.personOf(nextRow);
        nextRow += 1;
        const known = incomplete.get(person) ?? [];
        known.push(row);
        if (known.length < links.rowsOf(person)) {
          incomplete.set(person, known);
          continue;
        }
        incomplete.delete(person);
        people.push(complete(person, known));
      }
      return people;
    },
    standings: () => standings,
  };
}

/** Unique, because rows with the same visit id have become one visit. */
function toPersonId(visits: readonly Visit[], number: number): string {
  const visitId = visits[0]?.visitId.trim() ?? '';
  return USABLE_ID.test(visitId) ? visitId : `n${number}`;
}
