import { isMissingWord } from './missing.ts';
import type { Resolution } from './stream.ts';

/** Zoom's `resolution`, read. */
export type ParsedResolution =
  | { readonly kind: 'value'; readonly value: Resolution }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid' };

const WIDTH_AND_HEIGHT = /^(\d{1,9})\s*[*xX×]\s*(\d{1,9})$/;

/** Reads `1280*720`, pixels. `0*0` is what Zoom sends for a picture that was never there: missing. */
export function parseResolution(raw: unknown): ParsedResolution {
  if (raw === undefined || raw === null) return { kind: 'missing' };
  if (typeof raw !== 'string') return { kind: 'invalid' };
  const text = raw.trim();
  const match = WIDTH_AND_HEIGHT.exec(text);
  if (match === null) return { kind: isMissingWord(text) ? 'missing' : 'invalid' };
  const width = Number(match[1]);
  const height = Number(match[2]);
  if (width === 0 || height === 0) return { kind: 'missing' };
  return { kind: 'value', value: { width, height } };
}
