import type { Orders } from './analysis.ts';
import { gradeRank, isGraded } from './grade.ts';
import type { Person } from './person.ts';
import { comparable } from './rounding.ts';
import { type StreamType, streamKind } from './stream.ts';

/** A person and their sort keys: numbers, greatest first, then texts. Computed once, compared often. */
interface Ranked {
  readonly person: Person;
  readonly keys: readonly number[];
  readonly name: string;
}

/** The three lists of a report, ids only. Loss and latency go on with Good people; people without the value are left out. */
export function orderPeople(people: readonly Person[]): Orders {
  return {
    severity: orderBySeverity(people)
      .filter((person) => person.grade !== 'Good')
      .map(toId),
    loss: orderByLoss(people).map(toId),
    latency: orderByLatency(people).map(toId),
  };
}

/** Every graded person, the worst first: grade, rank value, rank sum, loss, latency, name, id. */
export function orderBySeverity(people: readonly Person[]): Person[] {
  return order(people.filter(wasGraded), (person) => [
    gradeRank(person.grade),
    toKey(person.rankValue),
    toKey(person.rankSum),
    toKey(person.lossPercent),
    toKey(person.latencyMs),
  ]);
}

/** Graded people with a known loss, the greatest first; of equal ones those who heard it first. */
export function orderByLoss(people: readonly Person[]): Person[] {
  return order(
    people.filter((person) => wasGraded(person) && person.lossPercent !== null),
    (person) => toKeys(person, person.lossPercent, person.lossType),
  );
}

/** Graded people with a known latency, the greatest first; of equal ones those who heard it first. */
export function orderByLatency(people: readonly Person[]): Person[] {
  return order(
    people.filter((person) => wasGraded(person) && person.latencyMs !== null),
    (person) => toKeys(person, person.latencyMs, person.latencyType),
  );
}

function toKeys(person: Person, value: number | null, type: StreamType | null): number[] {
  return [toKey(value), isReceivedAudio(type) ? 1 : 0, toKey(person.severity), toKey(person.rankValue)];
}

function order(people: readonly Person[], toSortKeys: (person: Person) => readonly number[]): Person[] {
  return people
    .map((person) => ({ person, keys: toSortKeys(person), name: person.name.trim().toLowerCase() }))
    .sort(compareRanked)
    .map((ranked) => ranked.person);
}

function compareRanked(one: Ranked, other: Ranked): number {
  for (let index = 0; index < one.keys.length; index += 1) {
    const difference = (other.keys[index] ?? 0) - (one.keys[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareTexts(one.name, other.name) || compareTexts(one.person.id, other.person.id);
}

/** By character code; a blank text is first. */
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

function wasGraded(person: Person): boolean {
  return isGraded(person.grade);
}

function toId(person: Person): string {
  return person.id;
}
