import { gradeRank } from '../../qos/grade.ts';
import type { Person } from '../../qos/person.ts';
import { deflateText, inflateText } from './deflate.ts';
import { foldName } from './fold-name.ts';

/** Names that are packed together and looked through in one go, which takes a millisecond or two. */
export const NAMES_PER_PORTION = 2_000;
/** Words of a search beyond these are not looked at. */
const MAX_WORDS = 8;
const NOT_GRADED = '-';

/** The field of the portion, counted from 0, in which the names of the slots from its first one on stand. */
export function namesField(portion: number): string {
  return `names:${portion}`;
}

/** What is looked through of a person: the grade, to sort by, and the folded name. Never holds a line break. */
export function toNameLine(grade: Person['grade'], name: string): string {
  return `${toDigit(grade)}${foldName(name)}`;
}

export function packNames(lines: readonly string[]): string {
  return deflateText(lines.join('\n'));
}

/** Whose name fits, and how well. */
export interface NameHit {
  readonly slot: number;
  /** 2: it is the whole name; 1: every word of the search begins one of the name; 0: they stand somewhere in it. */
  readonly fit: 0 | 1 | 2;
  /** -1 for people who are not graded, then 0 for Good up to 3 for Bad. */
  readonly rank: number;
  readonly name: string;
}

/** The folded words of a search; none where nothing in it can be compared. */
export function toSearchWords(typed: string): string[] {
  return foldName(typed)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
}

/** Everybody in a portion in whose names all the words stand, in any order; null when the portion is damaged. */
export function searchNames(packed: string | null, portion: number, words: readonly string[]): NameHit[] | null {
  const text = packed === null ? null : inflateText(packed);
  if (text === null) return null;
  return text.split('\n').flatMap((line, index) => {
    const name = line.slice(1);
    if (!words.every((word) => name.includes(word))) return [];
    const slot = portion * NAMES_PER_PORTION + index;
    return { slot, fit: fitOf(name, words), rank: toRank(line), name };
  });
}

/** The best first: how well it fits, then the worst connection, then the name. */
export function compareHits(one: NameHit, other: NameHit): number {
  const byName = one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
  return other.fit - one.fit || other.rank - one.rank || byName || one.slot - other.slot;
}

function fitOf(name: string, words: readonly string[]): NameHit['fit'] {
  if (name === words.join(' ')) return 2;
  const padded = ` ${name}`;
  return words.every((word) => padded.includes(` ${word}`)) ? 1 : 0;
}

function toDigit(grade: Person['grade']): string {
  const rank = gradeRank(grade);
  return rank < 0 ? NOT_GRADED : String(rank);
}

function toRank(line: string): number {
  return line.startsWith(NOT_GRADED) ? -1 : Number(line.slice(0, 1));
}
