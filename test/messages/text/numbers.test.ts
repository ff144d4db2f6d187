import { describe, expect, it } from 'vitest';
import {
  formatBitrate,
  formatCount,
  formatFps,
  formatLimit,
  formatMos,
  formatMs,
  formatPercent,
} from '../../../src/messages/text/numbers.ts';

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
