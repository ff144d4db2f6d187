/** Date and time of ISO 8601; without an offset it is UTC, as all of Zoom's times are. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/i;

/** Milliseconds since 1970 of an ISO instant such as `2022-01-13T05:27:09Z`; null for everything else. */
export function parseInstant(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const match = INSTANT.exec(text);
  if (match === null) return null;
  // Without an offset Date.parse would take the time zone of this machine.
  const ms = Date.parse(match[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : ms;
}
