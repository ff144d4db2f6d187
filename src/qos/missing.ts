const MISSING_WORDS: ReadonlySet<string> = new Set(['', '-', '--', '–', '—', 'n/a', 'null', 'undefined', 'nan']);

/** Whether a text (already trimmed) is one of the ways of saying "no value"; letter case does not matter. */
export function isMissingWord(trimmed: string): boolean {
  // The longest word has 9 letters: no need to lower-case a long text.
  return trimmed.length <= 9 && MISSING_WORDS.has(trimmed.toLowerCase());
}
