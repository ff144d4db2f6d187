/**
 * A number as it is compared: in millionths, rounded, so that 1.9999999999 counts as 2. Every comparison of a computed
 * number with a limit, or with another one to order or break a tie, goes through here; stored values are never rounded.
 */
export function comparable(value: number): number {
  return Math.round(value * 1_000_000);
}

/** `value < limit`, compared on 6 decimals. A value on the limit is not below it. */
export function isBelow(value: number, limit: number): boolean {
  return comparable(value) < comparable(limit);
}

/** `value > limit`, compared on 6 decimals. */
export function isAbove(value: number, limit: number): boolean {
  return comparable(value) > comparable(limit);
}
