const OUTSIDE = String.raw`\s@＠﹫<>()\[\]{}"',;:|/\\`;
/** Only at the start of a word, so that a long word without an address is looked through once. */
const START = `(?<![^${OUTSIDE}])([^${OUTSIDE}])`;
const AT = '(?:[@＠﹫]|%40)';
/** `jane@example.com`, `jane@sales`, `a@b@c`. */
const TIGHT = new RegExp(`${START}[^${OUTSIDE}]*?(?:${AT}[^${OUTSIDE}]+)+`, 'gu');
/** `jane @ example.com`: with spaces only a name with a dot is an address. */
const SPACED = new RegExp(`${START}[^${OUTSIDE}]* ?[@＠﹫] ?[^${OUTSIDE}]+\\.[^${OUTSIDE}]+`, 'gu');
/** What is left of an address with a quoted local part. */
const DOMAIN = new RegExp(`[@＠﹫][^${OUTSIDE}]+\\.[^${OUTSIDE}]+`, 'gu');

/**
 * Replaces everything in a line that looks like an e-mail address by its first character and `…@…`, so that a display
 * name that is an address does not tell it. `@team` and `Ann @ Sales` are no addresses.
 */
export function maskAddresses(line: string): string {
  return line.replace(TIGHT, '$1…@…').replace(SPACED, '$1…@…').replace(DOMAIN, '@…');
}
