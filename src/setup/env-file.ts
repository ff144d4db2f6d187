/** Node reads such a value the same with and without quotes. */
const BARE = /^[\w.:/@+=~,-]*$/;

/**
 * The text of a `.env` with these values: lines of the old text stay where they are, those of variables that are set anew are
 * replaced, what is new comes at the end.
 */
export function renderEnvFile(old: string, values: Readonly<Record<string, string>>): string {
  const left = new Map(Object.entries(values));
  const lines = old === '' ? HEADER : old.replace(/\n$/, '').split('\n');
  const kept = lines.flatMap((line) => {
    const name = nameIn(line);
    if (name === null || !Object.hasOwn(values, name)) return [line];
    const value = left.get(name);
    // A second line of the same name would be the one that counts.
    if (value === undefined) return [];
    left.delete(name);
    return [`${name}=${quote(value)}`];
  });
  const added = [...left].map(([name, value]) => `${name}=${quote(value)}`);
  return `${[...kept, ...added].join('\n')}\n`;
}

const HEADER = ['# Made by npm run setup; .env.example says what else there is. Holds secrets.'];

/** `NAME=…`, also with `export` before it; null for comments and all else. */
function nameIn(line: string): string | null {
  const at = line.indexOf('=');
  if (at < 1 || line.trimStart().startsWith('#')) return null;
  const words = line.slice(0, at).trim().split(' ');
  return words.at(-1) ?? null;
}

/** @throws Error for a value that no quotes hold: no secret has a line break or all three kinds of quotes */
function quote(value: string): string {
  if (BARE.test(value)) return value;
  const mark = ["'", '"', '`'].find((one) => !value.includes(one));
  if (mark === undefined || value.includes('\n')) throw new Error('a value that cannot be written to .env');
  return `${mark}${value}${mark}`;
}
