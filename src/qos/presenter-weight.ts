import type { WebinarSummary } from './analysis.ts';
import { isGraded, milderGrade, worseGrade } from './grade.ts';
import { orderBySeverity } from './order.ts';
import type { Grade, Person } from './person.ts';
import { isBelow } from './rounding.ts';
import type { Standing } from './standing.ts';
import type { Thresholds } from './thresholds.ts';

/**
 * Whether each graded presenter counts fully, by person id: a host, whoever said a good part of all that was said, and
 * everybody where nothing is known of that. Whoever hardly speaks and has a bad line is not what the audience heard.
 */
export function weighPresenters(people: readonly Standing[], thresholds: Thresholds): ReadonlyMap<string, boolean> {
  const speeches = people.flatMap(({ speech }) => speech ?? []);
  const unit = speeches.some((speech) => speech.isStayUnknown) ? 'kbps' : 'kbpsSeconds';
  const known = speeches.flatMap((speech) => speech[unit] ?? []);
  const total = known.reduce((sum, volume) => sum + volume, 0);
  const weights = new Map<string, boolean>();
  for (const { id, grade, speech } of people) {
    if (speech === null || !isGraded(grade)) continue;
    const part = total > 0 ? (100 * (speech[unit] ?? 0)) / total : 0;
    const counts = known.length === 0 || !isBelow(part, thresholds.presenterFullSharePercent);
    weights.set(id, speech.isHost || counts);
  }
  return weights;
}

/** The person with what was decided among all presenters. */
export function withWeight(person: Person, weights: ReadonlyMap<string, boolean>): Person {
  const countsFully = weights.get(person.id) ?? null;
  return countsFully === person.countsFully ? person : { ...person, countsFully };
}

/** The worst counted grade among the graded presenters, and whose it is: one of them reaches everybody. */
export function gradePresenters(
  people: readonly Standing[],
  weights: ReadonlyMap<string, boolean>,
): Pick<WebinarSummary['presenters'], 'grade' | 'decidedBy'> {
  const counted = people.flatMap((person) => {
    const isFull = weights.get(person.id);
    if (isFull === undefined || !isGraded(person.grade)) return [];
    return [{ person, isFull, grade: isFull ? person.grade : milderGrade(person.grade) }];
  });
  const [first] = counted;
  if (first === undefined) return { grade: 'No data', decidedBy: null };
  const grade = counted.reduce<Grade>((worst, one) => worseGrade(worst, one.grade), first.grade);
  if (grade === 'Good') return { grade, decidedBy: null };
  const worst = counted.filter((one) => one.grade === grade);
  const full = worst.filter((one) => one.isFull);
  const [decided] = orderBySeverity((full.length > 0 ? full : worst).map(({ person }) => person));
  return { grade, decidedBy: decided?.id ?? null };
}
