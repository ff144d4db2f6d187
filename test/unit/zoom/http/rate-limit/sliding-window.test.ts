import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlidingWindow } from '../../../../../src/zoom/http/rate-limit/sliding-window.ts';
import { createManualClock } from '../../../../setup/manual-clock.ts';

describe('createSlidingWindow', () => {
  it('is open until it holds as many marks as it may', () => {
    const clock = createManualClock();
    const window = createSlidingWindow(3, 1_000, clock);
    for (let i = 0; i < 3; i += 1) {
      expect(window.remainingMs()).toBe(0);
      window.mark();
      clock.advance(100);
    }
    expect(window.remainingMs()).toBe(700);
  });

  it('opens again as its oldest mark leaves it, one by one', () => {
    const clock = createManualClock();
    const window = createSlidingWindow(2, 1_000, clock);
    window.mark();
    clock.advance(400);
    window.mark();
    clock.advance(600);
    expect(window.remainingMs()).toBe(0);
    window.mark();
    expect(window.remainingMs()).toBe(400);
    clock.advance(5_000);
    expect(window.remainingMs()).toBeLessThanOrEqual(0);
  });

  it.each([0, 0.3, 1, 1.9])('holds one mark where the limit is %d', (limit) => {
    const clock = createManualClock();
    const window = createSlidingWindow(limit, 1_000, clock);
    expect(window.remainingMs()).toBe(0);
    window.mark();
    expect(window.remainingMs()).toBe(1_000);
  });

  it('never holds more than that, whenever the marks come', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), pauses, (limit, pausesMs) => {
        const clock = createManualClock();
        const window = createSlidingWindow(limit, 1_000, clock);
        const marksMs: number[] = [];
        for (const pauseMs of pausesMs) {
          clock.advance(pauseMs);
          clock.advance(Math.max(0, window.remainingMs()));
          window.mark();
          marksMs.push(clock.now());
        }
        expect(marksMs).toHaveLength(pausesMs.length);
        for (const [i, at] of marksMs.slice(limit).entries()) {
          expect(at - (marksMs[i] ?? at)).toBeGreaterThanOrEqual(1_000);
        }
      }),
    );
  });
});
