/** Time, as an argument, so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** The real one. */
export const systemClock: Clock = { now: () => Date.now() };
