import { neutralise, removeMarkup } from './neutralise.ts';
import { sanitizeText } from './sanitize.ts';

/**
 * A text from outside in something that is copied and pasted elsewhere, where nobody knows what is mark-up: one line,
 * addresses masked, no mention, no link, no formatting.
 */
export function toPastedText(text: string, max: number): string {
  return removeMarkup(neutralise(sanitizeText(text, max)))
    .replaceAll('<', '‹')
    .replaceAll('>', '›');
}
