/**
 * Addresses and credentials have no business in a log; what slips into a text is cut out of the finished line. The line is
 * attackers' ground (paths, topics, error texts): each pattern here begins with a fixed word or takes a whole run of
 * characters at once, so that no character is looked at more than a few times.
 */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/xox[a-z]-[\w-]+|xapp-[\w-]+/gi, '[token]'],
  [/Bearer [\w.~+/=-]+/gi, 'Bearer [token]'],
  [/Basic [\w+/=-]{8,}/gi, 'Basic [credentials]'],
  [/(rediss?:\/\/)[^\s"\\/@]*@/gi, '$1[credentials]@'],
  [/((?:access|page)_token|client_secret|pwd)=[^&\s"\\]+/gi, '$1=[token]'],
  // A key of the store that is somebody's, in the text of its failure: `readsOfMinute`, `readsOfDay`.
  [/(:reads:)[UW][A-Z\d]+/g, '$1[user]'],
  [/((?:access|page)_token|client_secret)(\\?" ?: ?\\?")[^"\\]+/gi, '$1$2[token]'],
];
/** A URL up to its end. */
const URL_RUN = /https?:\/\/[^\s"\\]+/gi;
const RESPONSE_PATH = /\/(?:commands|actions|response)\//i;
/** What a JSON Web Token is made of, and the characters around it. */
const TOKEN_RUN = /[\w.-]{20,}/g;
/** What an e-mail address may be made of. */
const ADDRESS_RUN = /[^\s"'<>:;,()[\]{}\\/]{6,}/g;
const AT = /@|%40/gi;
const WITH_TOP_LEVEL_DOMAIN = /\.[a-z]{2}/i;

/** Removes tokens, response_urls and e-mail addresses from a line of text. Takes time in proportion to its length. */
export function withoutSecrets(line: string): string {
  return WORDS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
    .replace(URL_RUN, (url) => (RESPONSE_PATH.test(url) ? '[response_url]' : url))
    .replace(TOKEN_RUN, withoutWebToken)
    .replace(ADDRESS_RUN, withoutAddress);
}

/** JSON Web Tokens, which Zoom's access tokens are: three parts between dots, the first begins with `eyJ`. */
function withoutWebToken(run: string): string {
  const parts = run.split('.');
  const kept: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    const at = part.indexOf('eyJ');
    const isToken = at >= 0 && index + 2 < parts.length && parts[index + 1] !== '';
    kept.push(isToken ? `${part.slice(0, at)}[token]` : part);
    if (isToken) index += 2;
  }
  return kept.join('.');
}

/**
 * In a JSON line a run may begin with the rest of an escape (`\n`, `\u00e4`), whose loss would make the line unreadable.
 */
function withoutAddress(run: string, at: number, line: string): string {
  if (!isAddress(run)) return run;
  const restOfEscape = line[at - 1] === '\\' ? (/^u[\da-f]{4}|^./i.exec(run)?.[0] ?? '') : '';
  return `${restOfEscape}[e-mail]`;
}

function isAddress(run: string): boolean {
  AT.lastIndex = 1;
  const found = AT.exec(run);
  return found !== null && WITH_TOP_LEVEL_DOMAIN.test(run.slice(found.index + found[0].length));
}
