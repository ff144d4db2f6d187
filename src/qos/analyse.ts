import type { Analysis } from './analysis.ts';
import { orderPeople } from './order.ts';
import type { Person } from './person.ts';
import { weighPresenters, withWeight } from './presenter-weight.ts';
import { createRowLinks } from './row-links.ts';
import { summarise } from './summarise.ts';
import type { Thresholds } from './thresholds.ts';
import type { Visit } from './visit.ts';
import { createWebinarGrading } from './webinar-grading.ts';

/**
 * Grades a whole webinar from the rows of Zoom's list, in the order of reading. People are numbered by their first row.
 * When no row has a role, who presented is guessed from what people sent. The thresholds have to have passed checkThresholds.
 *
 * Holds everybody in memory: reports are made of the same parts, portion by portion (reports/reading/grade-read).
 */
export function analyseWebinar(visits: readonly Visit[], thresholds: Thresholds): Analysis {
  const links = createRowLinks();
  links.add(visits);
  const linked = links.finish();
  const grading = createWebinarGrading(linked, thresholds);
  const people: Person[] = [];
  for (const person of grading.add(visits)) people[person.number - 1] = person;
  const standings = grading.standings();
  const weights = weighPresenters(standings, thresholds);
  return {
    people: people.map((person) => withWeight(person, weights)),
    orders: orderPeople(standings),
    summary: summarise(standings, linked.rolesKnown, thresholds),
  };
}
