import type { Clock } from '../../../runtime/clock.ts';

/** When this process sent its last calls. */
export interface SentWindow {
  /** Milliseconds until one more call fits; 0 or below: now. */
  remainingMs(): number;
  mark(): void;
}

/** Never more than `limit` marks in any `windowMs`. Guards against a timer that fired late and then bunched up with the next. */
export function createSentWindow(limit: number, windowMs: number, clock: Clock): SentWindow {
  const size = Math.max(1, Math.floor(limit));
  const sentAtMs: number[] = [];
  let oldest = 0;

  return {
    remainingMs() {
      const at = sentAtMs.length < size ? undefined : sentAtMs[oldest];
      return at === undefined ? 0 : at + windowMs - clock.now();
    },
    mark() {
      if (sentAtMs.length < size) {
        sentAtMs.push(clock.now());
        return;
      }
      sentAtMs[oldest] = clock.now();
      oldest = (oldest + 1) % size;
    },
  };
}
