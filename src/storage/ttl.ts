/** Milliseconds, at least 1: Redis refuses a life of 0, and the shortest there is comes closest to what was meant. */
export function toTtlMs(ttlSeconds: number): number {
  return Math.max(1, Math.ceil(ttlSeconds * 1000));
}
