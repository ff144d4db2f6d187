import { describe, expect, it } from 'vitest';
import { nextUtcMidnight, utcDate } from '../../../src/runtime/utc-day.ts';

describe("Zoom's day", () => {
  it.each([
    ['2026-03-02T00:00:00.000Z', '2026-03-02', '2026-03-03T00:00:00.000Z'],
    ['2026-03-02T23:59:59.999Z', '2026-03-02', '2026-03-03T00:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', '2026-12-31', '2027-01-01T00:00:00.000Z'],
  ])('of %s is %s and ends at %s', (instant, date, end) => {
    expect(utcDate(Date.parse(instant))).toBe(date);
    expect(new Date(nextUtcMidnight(Date.parse(instant))).toISOString()).toBe(end);
  });
});
