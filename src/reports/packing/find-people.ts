import type { Person } from '../../qos/person.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import { compareHits, NAMES_PER_PORTION, type NameHit, namesField, searchNames, toSearchWords } from './name-index.ts';
import type { PackedPeople } from './packed-people.ts';

/** More are counted only: whoever looks for one of them has to say more of the name. */
const MOST_SHOWN = 8;
/** Portions that are in memory at the same time. */
const AT_ONCE = 5;

/** Who was found. */
export interface FoundPeople {
  /** The best first, at most eight. */
  readonly people: readonly Person[];
  readonly total: number;
  /** There is nothing in the words that could be looked for. */
  readonly isBlank: boolean;
}

/**
 * Looks through the names of everybody, portion by portion; others have their turn in between.
 * @param count how many people there are
 * @returns null when a part of the names is not there, or cannot be read: nobody can be said to be missing then
 */
export async function findPeople(packed: PackedPeople, count: number, typed: string): Promise<FoundPeople | null> {
  const words = toSearchWords(typed);
  if (words.length === 0) return { people: [], total: 0, isBlank: true };
  const portions = Math.ceil(count / NAMES_PER_PORTION);
  let best: NameHit[] = [];
  let total = 0;
  for (let start = 0; start < portions; start += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, portions - start) }, (_, index) => start + index);
    const texts = await packed.read(numbers.map(namesField));
    for (const [index, portion] of numbers.entries()) {
      const hits = searchNames(texts[index] ?? null, portion, words);
      if (!hits) return null;
      total += hits.length;
      best = [...best, ...hits].sort(compareHits).slice(0, MOST_SHOWN);
      await nextTurn();
    }
  }
  const people = await packed.inSlots(best.map(({ slot }) => slot));
  return people.length === best.length ? { people, total, isBlank: false } : null;
}
