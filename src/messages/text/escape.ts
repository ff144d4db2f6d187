import { toOneLine } from './clean.ts';
import { neutralise, removeMarkup } from './neutralise.ts';

/** Any text (a name, a topic) as it may stand in mrkdwn: on one line, without the power to format, mention or link. */
export function escapeText(text: string): string {
  const harmless = removeMarkup(neutralise(toOneLine(text)));
  return harmless.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
