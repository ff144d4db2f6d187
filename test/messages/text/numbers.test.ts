import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBitrate,
  formatCount,
  formatFps,
  formatLimit,
  formatMos,
  formatMs,
  formatPercent,
  formatShare,
} from '../../../src/messages/text/numbers.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { vectors } from '../../unit/qos/vectors.ts';

describe('numbers', () => {
  it.each([
    [6, '6.0 %'],
    [0, '0 %'],
    [0.03, '<0.1 %'],
    [0.0499999999, '0.1 %'],
    [0.05, '0.1 %'],
    [2.45, '2.5 %'],
    [1.9999999999, '2.0 %'],
    [100, '100.0 %'],
    [null, '–'],
  ])('shows a loss of %s as %s', (value, text) => {
    expect(formatPercent(value)).toBe(text);
  });

  it.each(vectors.share_words)('shows $part of $whole as $expect', ({ part, whole, expect: expected }) => {
    expect(formatShare(part, whole, DEFAULT_THRESHOLDS)).toBe(expected);
  });

  it('never shows a share on the other side of a limit of the verdict', () => {
    const limits = [3, 10, 20, 25, 50];
    // Around each limit, and anywhere.
    const part = fc.oneof(fc.nat(100_000), fc.tuple(fc.constantFrom(...limits), fc.integer({ min: -9, max: 9 })));
    fc.assert(
      fc.property(part, fc.constantFrom(10_000, 99_991, 100_000), (given, whole) => {
        const people = Array.isArray(given) ? Math.round((given[0] / 100) * whole) + given[1] : Math.min(given, whole);
        const shown = Number(formatShare(people, whole, DEFAULT_THRESHOLDS).replace(/^<| %$/g, ''));
        for (const limit of limits) {
          expect([people, whole, limit, shown >= limit]).toEqual([people, whole, limit, 100 * people >= limit * whole]);
        }
      }),
    );
  });

  it('keeps to the side of the operator’s own limits', () => {
    const own = { ...DEFAULT_THRESHOLDS, audienceLimitsPercent: [4.25, 12, 30] as const };
    expect([formatShare(4249, 100_000, own), formatShare(4250, 100_000, own)]).toEqual(['4.2 %', '4.3 %']);
    expect([formatShare(299, 10_000, own), formatShare(1199, 10_000, own)]).toEqual(['3.0 %', '11.99 %']);
  });

  it.each([
    [126, '126 ms'],
    [1200, '1,200 ms'],
    [0.3, '<1 ms'],
    [0.5, '1 ms'],
    [0, '0 ms'],
    [null, '–'],
  ])('shows a latency of %s as %s', (value, text) => {
    expect(formatMs(value)).toBe(text);
  });

  it.each([
    [27.15, '27 kbps'],
    [999.4, '999 kbps'],
    [1000, '1.0 Mbps'],
    [1234, '1.2 Mbps'],
    [null, '–'],
  ])('shows a bitrate of %s as %s', (value, text) => {
    expect(formatBitrate(value)).toBe(text);
  });

  it('shows scores, frame rates, counts and limits', () => {
    expect([formatMos(3.407), formatMos(null), formatFps(6.84), formatFps(24)]).toEqual([
      '3.4',
      '–',
      '6.8 fps',
      '24 fps',
    ]);
    expect([formatCount(999), formatCount(1234567), formatCount(1000)]).toEqual(['999', '1,234,567', '1,000']);
    expect([formatLimit(5, '%'), formatLimit(1000, 'ms'), formatLimit(2.5, '%')]).toEqual(['5 %', '1,000 ms', '2.5 %']);
  });

  it('holds an absurd number within a message', () => {
    expect(formatMs(1e300)).toBe('10,000,000 ms');
    expect([formatMs(-5), formatCount(-1)]).toEqual(['0 ms', '0']);
  });
});
