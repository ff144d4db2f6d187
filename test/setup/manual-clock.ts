import type { Clock } from '../../src/runtime/clock.ts';

/** A clock that stands still until it is told to go on. */
export function createManualClock(startMs = Date.UTC(2026, 0, 15, 12)): Clock & { advance(ms: number): void } {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
