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

/** Digits with at most three marks between them. */
const NUMBER = /[+＋(]{0,3}\p{Nd}(?:[ ()./\-\u2010-\u2015]{0,3}\p{Nd}){6,30}/gu;
/** A number that is all of a name has as many; beside other words it may be a room or a date. */
const LEAST_DIGITS_BESIDE_WORDS = 9;
const SHOWN_AT_THE_END = 4;

/**
 * People who join by telephone have their number as their name: of that the country and the last four digits are shown,
 * `+1…0123`.
 */
export function maskTelephones(name: string): string {
  const isAlone = !/\p{L}/u.test(name);
  return name.replace(NUMBER, (number) => {
    const digits = number.normalize('NFKC').replace(/\P{Nd}/gu, '');
    const isInternational = /^\(?[+＋]/.test(number);
    if (!isAlone && !isInternational && [...digits].length < LEAST_DIGITS_BESIDE_WORDS) return number;
    return `${isInternational ? `+${countryOf(digits)}` : ''}…${[...digits].slice(-SHOWN_AT_THE_END).join('')}`;
  });
}

/** North America and Russia have one digit, most others two; of the rest two say enough. */
function countryOf(digits: string): string {
  const [first = '', second = ''] = digits;
  return first === '1' || first === '7' ? first : first + second;
}
