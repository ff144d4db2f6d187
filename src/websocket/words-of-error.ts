/** An error in one line: its own words, and those of what is at the bottom of it. */
export function wordsOf(error: Error): string {
  return `${error.message}${causeOf(error)}`;
}

const MAX_DEPTH = 6;

/** Libraries wrap what the system said; that alone tells a firewall from a wrong name. */
export function causeOf(error: Error): string {
  let bottom: Error | null = null;
  for (let at: unknown = error.cause, depth = 0; at instanceof Error && depth < MAX_DEPTH; at = at.cause, depth += 1) {
    bottom = at;
  }
  if (bottom === null) return '';
  const code = 'code' in bottom && typeof bottom.code === 'string' ? bottom.code : '';
  const text = [code, bottom.message].filter((part) => part !== '').join(' ');
  return text === '' || text === error.message ? '' : ` (${text.slice(0, 200)})`;
}
