/** Fewer people with a version say nothing about what is usual. */
const FEWEST_PEOPLE = 5;
/** Zoom makes about five of these a year: half a year behind. */
const MUCH_OLDER_BY = 3;

interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** `5.17` of `5.17.11.34827`; null for what is no version. */
function parseVersion(text: string): Version | null {
  const match = /^(\d{1,3})\.(\d{1,3})(?![\d])/.exec(text.trim());
  return match === null ? null : { text: match[0], major: Number(match[1]), minor: Number(match[2]) };
}

/** The version in the middle, as `6.2`, of those that people had; null when too few have one. */
export function typicalVersion(versions: readonly (string | undefined)[]): string | null {
  const known = versions.map((text) => parseVersion(text ?? '')).filter((version) => version !== null);
  if (known.length < FEWEST_PEOPLE) return null;
  const sorted = known.toSorted((one, other) => one.major - other.major || one.minor - other.minor);
  return sorted[Math.ceil(sorted.length / 2) - 1]?.text ?? null;
}

/** Whether a client is at least about half a year behind what the others had. */
export function isMuchOlder(version: string | undefined, typical: string | null | undefined): boolean {
  const own = parseVersion(version ?? '');
  const usual = parseVersion(typical ?? '');
  if (own === null || usual === null) return false;
  return own.major < usual.major || (own.major === usual.major && own.minor + MUCH_OLDER_BY <= usual.minor);
}
