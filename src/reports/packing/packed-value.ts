import type { z } from 'zod';
import { parseStored, toStored } from '../../storage/stored-value.ts';
import { deflateText, inflateText } from './deflate.ts';

/**
 * As values are stored, in fewer characters: for what is large.
 * @param dictionary as in deflate
 */
export function toPacked(value: unknown, dictionary?: Buffer): string {
  return deflateText(toStored(value), dictionary);
}

/** The inverse, also of `toStored`: what an older version has left may lie beside it. Packed texts begin with no bracket. */
export function parsePacked<T>(schema: z.ZodType<T>, text: string | null | undefined, dictionary?: Buffer): T | null {
  const isPlain = text === null || text === undefined || /^[[{]/.test(text);
  return parseStored(schema, isPlain ? text : inflateText(text, dictionary));
}
