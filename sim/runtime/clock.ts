/** The time of a simulator: real time plus what a test has skipped. */
export interface SimClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets time pass at once: tokens age, days end. */
  advance(ms: number): void;
}

/** @param base the time to build on, milliseconds since 1970; the machine's own by default */
export function createSimClock(base: () => number = realNowMs): SimClock {
  let skippedMs = 0;
  return {
    now: () => base() + skippedMs,
    advance: (ms) => {
      skippedMs += ms;
    },
  };
}

/** Real time with fractions of a millisecond that never runs backwards (Date.now does neither). */
export function realNowMs(): number {
  return performance.timeOrigin + performance.now();
}
