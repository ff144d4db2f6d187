/** The fields of Redis' answer to INFO, by name. */
export function readInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at < 1 || line.startsWith('#') ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
}

/** A field that is a whole number; null when it is not there. */
export function numberIn(info: ReadonlyMap<string, string>, name: string): number | null {
  const text = info.get(name) ?? '';
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : value;
}
