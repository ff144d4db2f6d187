type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with its values as they were meant, and what is wrong with some; the values themselves are in no problem. */
interface ReadEnvironment {
  readonly values: Environment;
  readonly problems: readonly string[];
}

const QUOTES = ['"', "'"];
const FILE = '_FILE';
/** No secret is longer. */
const MAX_FILE = 64 * 1024;

/**
 * Takes matching quotes off values, which `docker run --env-file` leaves on, and reads `NAME_FILE`, where the value of NAME
 * is a file's content, as orchestrators hand out secrets.
 * @param names of the variables there are; others are left alone
 * @param readFile null when the file cannot be read
 */
export function readEnvironment(
  env: Environment,
  names: readonly string[],
  readFile: (path: string) => string | null,
): ReadEnvironment {
  const problems: string[] = [];
  const values = names.map((name): [string, string | undefined] => {
    const [value, path] = [toBare(env[name]), toBare(env[name + FILE])];
    for (const [which, text] of [
      [name, value],
      [name + FILE, path],
    ] as const) {
      if (hasStrayQuote(text)) problems.push(`${which} begins or ends with a stray quote`);
    }
    if (!path || hasStrayQuote(path)) return [name, value];
    if (value) problems.push(`${name} is set twice, by its name and by ${name}${FILE}`);
    const content = readFile(path);
    if (content === null) problems.push(`${name}${FILE} names a file that cannot be read`);
    else if (content.length > MAX_FILE) problems.push(`${name}${FILE} names a file that is too large`);
    else if (content.trim() === '') problems.push(`${name}${FILE} names a file that is empty`);
    else return [name, content.trim()];
    return [name, value];
  });
  return { values: Object.fromEntries(values), problems };
}

/** Blanks and carriage returns around a value are left by `.env` files and compose; no value here begins or ends with one. */
function toBare(value: string | undefined): string | undefined {
  const text = value?.trim();
  const quote = text?.charAt(0) ?? '';
  const isQuoted = text !== undefined && text.length > 1 && QUOTES.includes(quote) && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1).trim() : text;
}

function hasStrayQuote(value: string | undefined): boolean {
  return QUOTES.some((quote) => value?.startsWith(quote) || value?.endsWith(quote));
}
