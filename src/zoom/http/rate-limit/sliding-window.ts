import type { Clock } from '../../../runtime/clock.ts';

/** When this process made its last calls. */
export interface SlidingWindow {
  /** Milliseconds until one more call fits; 0 or below: now. */
  remainingMs(): number;
  /** A call leaves now. */
  mark(): void;
}

/** Never more than `limit` marks in any `windowMs`. Guards against a timer that fired late and then bunched up with the next. */
export function createSlidingWindow(limit: number, windowMs: number, clock: Clock): SlidingWindow {
  const size = Math.max(1, Math.floor(limit));
  const markedAtMs: number[] = [];
  let oldest = 0;

  return {
    remainingMs() {
      const at = markedAtMs.length < size ? undefined : markedAtMs[oldest];
      return at === undefined ? 0 : at + windowMs - clock.now();
    },
    mark() {
      if (markedAtMs.length < size) {
        markedAtMs.push(clock.now());
        return;
      }
      markedAtMs[oldest] = clock.now();
      oldest = (oldest + 1) % size;
    },
  };
}
