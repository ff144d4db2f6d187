import { trimEndOf, trimStartOf } from '../../runtime/trim.ts';

const QUOTES = '"\'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a';

/** The text as it was typed, from what Slack makes of it: links, channels and people in `<…>`, and `& < >` as entities. */
export function toTypedText(escaped: string): string {
  return escaped
    .replace(/<([@#])([^<|>]*)(?:\|([^<>]*))?>/g, (_, sign: string, id: string, name?: string) => sign + (name || id))
    .replace(/<(?:mailto:|tel:)?([^<|>]*)(?:\|([^<>]*))?>/g, (_, link: string, label?: string) => label || link)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Without the quotes around it, straight, curly or angled; an apostrophe at one end alone stays. */
export function withoutQuotes(text: string): string {
  const trimmed = text.trim();
  const opened = trimStartOf(trimmed, QUOTES);
  const closed = trimEndOf(trimmed, QUOTES);
  if (opened === '') return trimmed.length > 1 ? '' : trimmed;
  const isQuoted = opened.length < trimmed.length && closed.length < trimmed.length;
  return isQuoted ? trimEndOf(opened, QUOTES).trim() : trimmed;
}
