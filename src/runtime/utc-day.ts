/** Zoom's daily quota begins anew at 00:00 UTC. */
export const DAY_MS = 86_400_000;

/** The date of an instant (milliseconds since 1970), as `2026-03-02`. */
export function utcDate(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** The end of that date, in milliseconds since 1970. */
export function nextUtcMidnight(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}
