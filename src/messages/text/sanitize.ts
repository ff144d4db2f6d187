import { cleanText } from './clean.ts';
import { cutText } from './cut.ts';
import { maskAddresses } from './mask.ts';
import { neutralise, removeMarkup } from './neutralise.ts';

/** No name is longer; what lies beyond is cut off anyway, and patterns stay fast on hostile text. */
const MAX_INPUT = 1000;

/**
 * A text from Zoom or from a person, fit to be put into any message: one line, addresses masked, at most `max`
 * characters. Blank when it has nothing visible. Escaping is left to `mrkdwn` and `toPlainText`.
 */
export function sanitizeText(text: string, max: number): string {
  return cutText(maskAddresses(cleanText(text.slice(0, MAX_INPUT))), max);
}

/**
 * A text from outside in something that is copied and pasted elsewhere, where nobody knows what is mark-up: one line,
 * addresses masked, no mention, no link, no formatting.
 */
export function toPastedText(text: string, max: number): string {
  return removeMarkup(neutralise(sanitizeText(text, max)))
    .replaceAll('<', '‹')
    .replaceAll('>', '›');
}
