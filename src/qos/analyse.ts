import type { Analysis } from './analysis.ts';
import { gradePerson } from './grade-person.ts';
import { mergeVisits } from './merge-visits.ts';
import { orderPeople } from './order.ts';
import type { Person } from './person.ts';
import { isKnownRole, isPresenterRole } from './role.ts';
import { summarise } from './summarise.ts';
import type { Thresholds } from './thresholds.ts';
import type { Visit } from './visit.ts';

/** Visit ids that are fit for a button value and cannot be taken for one of our own (`n12`). */
const USABLE_ID = /^(?!n\d+$)[\w.=+/-]{1,48}$/;

/**
 * Grades a whole webinar from the rows of Zoom's list, in the order of reading. People are numbered by their first row.
 * When no row has a role, everybody is graded as an attendee. The thresholds have to have passed checkThresholds.
 */
export function analyseWebinar(visits: readonly Visit[], thresholds: Thresholds): Analysis {
  const rolesKnown = visits.some((visit) => isKnownRole(visit.role));
  const people = mergeVisits(visits).map((personVisits, index) => {
    const identity = {
      id: toPersonId(personVisits, index + 1),
      number: index + 1,
      role: rolesKnown ? toRole(personVisits) : null,
    };
    return gradePerson(personVisits, identity, thresholds);
  });
  return { people, orders: orderPeople(people), summary: summarise(people, rolesKnown, thresholds) };
}

/** Unique, because rows with the same visit id have become one visit. */
function toPersonId(visits: readonly Visit[], number: number): string {
  const visitId = visits[0]?.visitId.trim() ?? '';
  return USABLE_ID.test(visitId) ? visitId : `n${number}`;
}

function toRole(visits: readonly Visit[]): Person['role'] {
  return visits.some((visit) => isPresenterRole(visit.role)) ? 'presenter' : 'attendee';
}
