import type { SharedCause } from './analysis.ts';
import { isFlagged, isGraded } from './grade.ts';
import type { Person } from './person.ts';
import { comparable } from './rounding.ts';
import type { Thresholds } from './thresholds.ts';
import { CAUSE_ATTRIBUTES, type CauseAttribute } from './visit.ts';

interface Tally {
  /** First spelling seen. */
  readonly value: string;
  flagged: number;
  people: number;
}

/** Attribute values that the flagged people share and the others mostly do not, the strongest first. */
export function findSharedCauses(
  people: readonly Pick<Person, 'grade' | 'attributes'>[],
  thresholds: Thresholds,
): SharedCause[] {
  const allFlagged = people.filter((person) => isFlagged(person.grade)).length;
  return CAUSE_ATTRIBUTES.flatMap((attribute) => findCauses(people, attribute, allFlagged, thresholds)).sort(
    (one, other) =>
      other.flagged - one.flagged ||
      other.flagged * one.people - one.flagged * other.people ||
      CAUSE_ATTRIBUTES.indexOf(one.attribute) - CAUSE_ATTRIBUTES.indexOf(other.attribute) ||
      (one.value < other.value ? -1 : 1),
  );
}

function findCauses(
  people: readonly Pick<Person, 'grade' | 'attributes'>[],
  attribute: CauseAttribute,
  allFlagged: number,
  thresholds: Thresholds,
): SharedCause[] {
  const tallies = new Map<string, Tally>();
  let known = 0;
  let knownFlagged = 0;
  for (const { grade, attributes } of people) {
    const value = (attributes[attribute] ?? '').trim();
    if (value === '' || !isGraded(grade)) continue;
    const key = value.toLowerCase();
    let tally = tallies.get(key);
    if (tally === undefined) {
      tally = { value, flagged: 0, people: 0 };
      tallies.set(key, tally);
    }
    const flagged = isFlagged(grade) ? 1 : 0;
    tally.people += 1;
    tally.flagged += flagged;
    known += 1;
    knownFlagged += flagged;
  }
  return [...tallies.values()]
    .map((tally) => ({
      attribute,
      ...tally,
      othersFlagged: knownFlagged - tally.flagged,
      others: known - tally.people,
    }))
    .filter((cause) => isShared(cause, allFlagged, thresholds));
}

/** Multiplied out, so that rates are compared without dividing. */
function isShared(cause: SharedCause, allFlagged: number, { sharedCause }: Thresholds): boolean {
  return (
    cause.flagged >= sharedCause.flagged &&
    cause.others >= sharedCause.others &&
    comparable(100 * cause.flagged) >= comparable(sharedCause.partPercent * allFlagged) &&
    comparable(cause.flagged * cause.others) >= comparable(sharedCause.factor * cause.othersFlagged * cause.people)
  );
}
