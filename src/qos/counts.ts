/** How often each name was seen. */
export type Counts = Record<string, number>;

const MAX_NAMES = 50;
const MAX_NAME_LENGTH = 60;
/** Takes the counts of every name past the limit. */
const OTHER = '(other)';

/** Counts without a prototype, so that a name such as `__proto__` is a name like any other. */
export function createCounts(): Counts {
  return Object.create(null);
}

/**
 * Adds to a name's count. Names come from outside: they are cut to 60 characters, and past 50 of them the rest is
 * counted together as `(other)`. `counts` has to come from createCounts.
 */
export function addCount(counts: Counts, name: string, by = 1): void {
  let key = name.slice(0, MAX_NAME_LENGTH);
  if (!(key in counts) && key !== OTHER && Object.keys(counts).length >= MAX_NAMES - 1) key = OTHER;
  counts[key] = (counts[key] ?? 0) + by;
}
