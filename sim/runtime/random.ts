/** Deterministic numbers: the same seed gives the same sample data on every machine. */
export interface SimRandom {
  /** 0 <= x < 1. */
  next(): number;
  /** low <= x < high. */
  between(low: number, high: number): number;
  /** Whole number, low <= x <= high. */
  whole(low: number, high: number): number;
  /** @throws Error on an empty list */
  pick<T>(items: readonly T[]): T;
  /** `length` characters of A-Z, a-z and 0-9. */
  text(length: number): string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Mulberry32: small, fast, good enough for sample data, of no use for secrets. */
export function createRandom(seed: number): SimRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    text: (length) => Array.from({ length }, () => LETTERS.charAt(whole(0, LETTERS.length - 1))).join(''),
  };
}
