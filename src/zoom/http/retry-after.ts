/** The longest form, an RFC 850 date, has 33 characters. */
const MAX_LENGTH = 64;
const SECONDS = /^\d{1,9}(?:\.\d{1,9})?$/;
const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i;
/** RFC 9110 section 5.6.7: IMF-fixdate, and the two obsolete forms that must still be read. */
const HTTP_DATE = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d\d:\d\d:\d\d/i;

/**
 * How long a `Retry-After` asks to wait, in milliseconds (0 for an instant that has passed); null when it is absent or
 * cannot be read. Seconds, an HTTP date or, as Zoom's own pages show it, an ISO instant. Without a zone: UTC.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.slice(0, MAX_LENGTH).trim() ?? '';
  if (SECONDS.test(text)) return Number(text) * 1000;
  const at = parseInstant(text);
  return at === null ? null : Math.max(0, at - nowMs);
}

function parseInstant(text: string): number | null {
  const iso = ISO_INSTANT.exec(text);
  if (iso) return finite(Date.parse(iso[1] ? text : `${text}Z`));
  if (!HTTP_DATE.test(text)) return null;
  return finite(Date.parse(/\bGMT$/i.test(text) ? text : `${text} GMT`));
}

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}
