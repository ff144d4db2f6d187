/** No sentence of Zoom's is longer; what lies beyond is cut off anyway. */
const MAX_INPUT = 1_000;
const MAX_SHOWN = 200;
/** Account and user ids, tokens and UUIDs are longer than any word, and have a digit or are in both cases. */
const LEAST_ID_LENGTH = 16;

/** Without e-mail addresses. Word by word, before anything is cut: half an address would be taken for none. */
export function withoutPrivateWords(message: string): string {
  return message.slice(0, MAX_INPUT).replace(/\S+/g, (word) => (/.@./.test(word) ? '[e-mail]' : word));
}

/** Zoom's own sentence as people may see it: one line, short, no addresses, links, ids or tokens. Blank when it has none. */
export function describeForPeople(message: string): string {
  const words = withoutPrivateWords(message).split(/\s+/).map(withoutIds).join(' ').trim();
  return words.length > MAX_SHOWN ? `${words.slice(0, MAX_SHOWN - 1)}…` : words;
}

function withoutIds(word: string): string {
  if (word.includes('://')) return '[link]';
  return word.replace(/[\w+/=-]+/g, (part) => (isId(part) ? '…' : part));
}

function isId(part: string): boolean {
  return part.length >= LEAST_ID_LENGTH && (/\d/.test(part) || (/[a-z][A-Z]/.test(part) && !part.includes('_')));
}

/** Zoom's sentence without what may be a number, a topic or a name in it: ids of people and webinars are as short as five digits. */
export function withoutAnybody(sentence: string): string {
  return sentence.replaceAll(/\d{5,}/g, '…').replaceAll(/["“”'‘’`][^"“”'‘’`]{1,200}["“”'‘’`]/g, '“…”');
}
