import { cleanText } from './clean.ts';
import { countCodeUnits, cutText } from './cut.ts';
import { neutralise } from './neutralise.ts';

/**
 * Text for a `plain_text` object (header, button, modal title) of at most `max` characters. Slack shows `& < > *` there
 * as they are, so nothing is escaped; only emoji names work, and `<!channel>` is broken up for clients that guess.
 */
export function toPlainText(text: string, max: number): string {
  const harmless = neutralise(cleanText(text)).replace(/<(?=[!@#])/g, '‹');
  return cutText(harmless, max, countCodeUnits);
}
