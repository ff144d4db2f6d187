import type { Orders } from './analysis.ts';
import { gradeRank, isGraded } from './grade.ts';
import { comparable } from './rounding.ts';
import type { Standing } from './standing.ts';
import { type StreamType, streamKind } from './stream.ts';

/** The part of a person that decides their places. */
type Placed = Pick<
  Standing,
  | 'id'
  | 'name'
  | 'grade'
  | 'severity'
  | 'rankValue'
  | 'rankSum'
  | 'lossPercent'
  | 'lossType'
  | 'latencyMs'
  | 'latencyType'
>;

/** A person and their sort keys: numbers, greatest first, then texts. Computed once, compared often. */
interface Ranked<Somebody extends Placed> {
  readonly person: Somebody;
  readonly keys: readonly number[];
  readonly name: string;
}

/** The lists of a report, ids only. Loss and latency go on with Good people; people without the value are left out. */
export const ORDER_BY: Readonly<Record<keyof Orders, (people: readonly Placed[]) => string[]>> = {
  // Most people are Good: they need no order.
  severity: (people) => orderBySeverity(people.filter((person) => person.grade !== 'Good')).map(toId),
  loss: (people) => orderByLoss(people).map(toId),
  latency: (people) => orderByLatency(people).map(toId),
};

/** All three. */
export function orderPeople(people: readonly Placed[]): Orders {
  return { severity: ORDER_BY.severity(people), loss: ORDER_BY.loss(people), latency: ORDER_BY.latency(people) };
}

/** Every graded person, the worst first: grade, rank value, rank sum, loss, latency, name, id. */
export function orderBySeverity<Somebody extends Placed>(people: readonly Somebody[]): Somebody[] {
  return order(people.filter(wasGraded), (person) => [
    gradeRank(person.grade),
    toKey(person.rankValue),
    toKey(person.rankSum),
    toKey(person.lossPercent),
    toKey(person.latencyMs),
  ]);
}

/** Graded people with a known loss, the greatest first; of equal ones those who heard it first. */
export function orderByLoss(people: readonly Placed[]): Placed[] {
  return order(
    people.filter((person) => wasGraded(person) && person.lossPercent !== null),
    (person) => toKeys(person, person.lossPercent, person.lossType),
  );
}

/** Graded people with a known latency, the greatest first; of equal ones those who heard it first. */
export function orderByLatency(people: readonly Placed[]): Placed[] {
  return order(
    people.filter((person) => wasGraded(person) && person.latencyMs !== null),
    (person) => toKeys(person, person.latencyMs, person.latencyType),
  );
}

function toKeys(person: Placed, value: number | null, type: StreamType | null): number[] {
  return [toKey(value), isReceivedAudio(type) ? 1 : 0, toKey(person.severity), toKey(person.rankValue)];
}

function order<Somebody extends Placed>(
  people: readonly Somebody[],
  toSortKeys: (person: Placed) => readonly number[],
): Somebody[] {
  return people
    .map((person) => ({ person, keys: toSortKeys(person), name: person.name.trim().toLowerCase() }))
    .sort(compareRanked)
    .map((ranked) => ranked.person);
}

function compareRanked(one: Ranked<Placed>, other: Ranked<Placed>): number {
  for (let index = 0; index < one.keys.length; index += 1) {
    const difference = (other.keys[index] ?? 0) - (one.keys[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareTexts(one.name, other.name) || compareTexts(one.person.id, other.person.id);
}

/** By UTF-16 unit; a blank text is first. */
function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A missing value is below every other one. */
function toKey(value: number | null): number {
  return value === null ? -1 : comparable(value);
}

function isReceivedAudio(type: StreamType | null): boolean {
  if (type === null) return false;
  const { medium, direction } = streamKind(type);
  return medium === 'audio' && direction === 'received';
}

function wasGraded(person: Placed): boolean {
  return isGraded(person.grade);
}

function toId(person: Placed): string {
  return person.id;
}
