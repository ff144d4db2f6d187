import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Most of what can be saved, in a third of the time that the highest level takes. */
const LEVEL = 3;
/** What is packed is small: the smaller tables are made in less time, and lose nothing. */
const MEM_LEVEL = 6;
/** What was packed is small; anything larger is damaged, or meant to fill the memory. */
const MAX_BYTES = 16 * 1024 * 1024;

/** What a dictionary is left out as. */
const NO_DICTIONARY = Buffer.alloc(0);

/**
 * A text in fewer characters of ASCII. For texts up to some 100 kB: a longer one would hold up whoever waits meanwhile.
 * @param dictionary a text that short ones have much in common with
 */
export function deflateText(text: string, dictionary: Buffer = NO_DICTIONARY): string {
  return deflateRawSync(text, { level: LEVEL, memLevel: MEM_LEVEL, dictionary }).toString('base64');
}

/** The inverse; null for what was not written by it. */
export function inflateText(packed: string, dictionary: Buffer = NO_DICTIONARY): string | null {
  try {
    return inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_BYTES, dictionary }).toString();
  } catch {
    return null;
  }
}
