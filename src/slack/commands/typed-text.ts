const OPENING = '["\'`\\u2018-\\u201f\\u00ab\\u00bb\\u2039\\u203a]';
const QUOTED = new RegExp(`^${OPENING}+(.*?)${OPENING}+$`, 's');

/** The text as it was typed, from what Slack makes of it: links, channels and people in `<…>`, and `& < >` as entities. */
export function toTypedText(escaped: string): string {
  return escaped
    .replace(/<([@#])([^|>]*)(?:\|([^>]*))?>/g, (_, sign: string, id: string, name?: string) => sign + (name || id))
    .replace(/<(?:mailto:|tel:)?([^|>]*)(?:\|([^>]*))?>/g, (_, link: string, label?: string) => label || link)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Without the quotes around it, straight, curly or angled; an apostrophe at one end alone stays. */
export function withoutQuotes(text: string): string {
  return text.trim().replace(QUOTED, '$1').trim();
}
