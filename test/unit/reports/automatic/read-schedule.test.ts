import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFrom, nextStep, readSchedule } from '../../../../src/reports/automatic/read-schedule.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const HOUR_MS = 3_600_000;
const DELAYS = [120, 600, 1800, 3600];

describe('from when the delays count', () => {
  it.each([
    ['the end', '2026-01-15T11:59:30.000Z', NOON - 30_000],
    ['the end, told late as Zoom does', '2026-01-15T10:30:00.000Z', NOON - 1.5 * HOUR_MS],
    ['now, as the end is not known', null, NOON],
    ['now, as the end makes no sense', 'yesterday', NOON],
    ['now, as the end was hours ago', '2026-01-15T09:00:00.000Z', NOON],
    ['the end, if just less than three hours ago', '2026-01-15T09:00:00.001Z', NOON - 3 * HOUR_MS + 1],
    ['now, as the end lies ahead', '2026-01-15T12:00:01.000Z', NOON],
    ['now, as the end lies two hours ahead', '2026-01-15T14:00:00.000Z', NOON],
  ])('%s', (_what, endedAt, expected) => {
    expect(countFrom(endedAt, NOON)).toBe(expected);
  });

  it('never lies ahead, nor more than three hours back', () => {
    const instants = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(2 * NOON) });
    fc.assert(
      fc.property(instants, (date) => {
        const from = countFrom(date.toISOString(), NOON);
        expect(from).toBeLessThanOrEqual(NOON);
        expect(from).toBeGreaterThan(NOON - 3 * HOUR_MS);
      }),
    );
  });
});

describe('the reads of a report that is not complete after the delays', () => {
  it.each([
    [DELAYS, [7200, 14_400, 28_800, 57_600, 86_400]],
    [[43_200], [86_400]],
    [[86_400], []],
    [[100_000], []],
    [[], []],
  ])('%j: %j', (delays, after) => {
    expect(readSchedule(delays)).toEqual({ delaysSeconds: [...delays, ...after], readOnFrom: delays.length });
  });

  it('come at growing pauses, the last a day after the end, and are few', () => {
    const rising = fc
      .uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 8 })
      .map((delays) => delays.sort((a, b) => a - b));
    fc.assert(
      fc.property(rising, (delays) => {
        const { delaysSeconds: all, readOnFrom } = readSchedule(delays);
        expect(all.slice(0, readOnFrom)).toEqual(delays);
        expect(all.at(-1)).toBe(Math.max(delays.at(-1) ?? 0, 86_400));
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        expect(all.length - delays.length).toBeLessThanOrEqual(17);
        const between = all.slice(readOnFrom, -1);
        for (const [index, seconds] of between.slice(1).entries()) expect(seconds).toBe(2 * (between[index] ?? 0));
      }),
    );
  });
});

describe('the next step', () => {
  const at = (seconds: number, from = 0) => nextStep(DELAYS, NOON, from, NOON + seconds * 1000);

  it.each([
    [0, { step: 0, delayMs: 120_000, isLast: false }],
    [-10, { step: 0, delayMs: 130_000, isLast: false }],
    [119, { step: 0, delayMs: 1_000, isLast: false }],
    [120, { step: 0, delayMs: 0, isLast: false }],
    [599, { step: 0, delayMs: 0, isLast: false }],
    [600, { step: 1, delayMs: 0, isLast: false }],
    [3599, { step: 2, delayMs: 0, isLast: false }],
    [3600, { step: 3, delayMs: 0, isLast: true }],
    [36_000, { step: 3, delayMs: 0, isLast: true }],
  ])('after %i s', (seconds, expected) => {
    expect(at(seconds)).toEqual(expected);
  });

  it('never goes back to one that was taken, though it comes early', () => {
    expect(at(130, 1)).toEqual({ step: 1, delayMs: 470_000, isLast: false });
    expect(at(0, 3)).toEqual({ step: 3, delayMs: 3_600_000, isLast: true });
  });

  it('is none after the last, as when there are fewer than there were before a restart', () => {
    expect(at(0, 4)).toBeNull();
    expect(at(36_000, 9)).toBeNull();
    expect(nextStep([], NOON, 0, NOON)).toBeNull();
  });

  const schedules = fc
    .uniqueArray(fc.nat(7200), { minLength: 1, maxLength: 6 })
    .map((delays) => delays.sort((a, b) => a - b));

  it('is the last whose time has passed, else the first to come', () => {
    fc.assert(
      fc.property(schedules, fc.nat(6), fc.integer({ min: -7200, max: 14_400 }), (delays, from, seconds) => {
        const next = nextStep(delays, NOON, from, NOON + seconds * 1000);
        if (from >= delays.length) {
          expect(next).toBeNull();
          return;
        }
        const overdue = delays.flatMap((delay, step) => (step >= from && delay <= seconds ? step : []));
        const step = overdue.at(-1) ?? from;
        const delayMs = Math.max(0, ((delays[step] ?? 0) - seconds) * 1000);
        expect(next).toEqual({ step, delayMs, isLast: step === delays.length - 1 });
      }),
    );
  });

  it('leads to the last one from anywhere, in no more reads than there are delays', () => {
    fc.assert(
      fc.property(schedules, fc.array(fc.nat(5000), { minLength: 6, maxLength: 6 }), (delays, late) => {
        let now = NOON;
        let from = 0;
        const taken: number[] = [];
        while (taken.length <= delays.length) {
          const next = nextStep(delays, NOON, from, now);
          if (!next) break;
          now += next.delayMs + (late[taken.length] ?? 0) * 1000;
          // As the job does when it runs: what has become overdue in the meantime is skipped, too.
          const step = nextStep(delays, NOON, next.step, now)?.step ?? next.step;
          taken.push(step);
          from = step + 1;
        }
        expect(taken.at(-1)).toBe(delays.length - 1);
        expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
      }),
    );
  });
});
