import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseRetryAfter } from '../../../../src/zoom/http/retry-after.ts';

const NOW = Date.parse('2026-03-02T10:00:00Z');

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('parseRetryAfter', () => {
  it.each(['2026-03-02T10:00:20', '2026-03-02T10:00:20Z', 'Mon Mar  2 10:00:20 2026', 'Mon, 02 Mar 2026 10:00:20 GMT'])(
    'reads %s alike in every time zone',
    (value) => {
      for (const zone of ['Asia/Kolkata', 'America/New_York']) {
        vi.stubEnv('TZ', zone);
        expect(new Date(NOW).getHours()).not.toBe(10);
        expect(parseRetryAfter(value, NOW)).toBe(20_000);
      }
    },
  );

  it.each([
    ['2', 2_000],
    ['0', 0],
    [' 1.5 ', 1_500],
    ['2026-03-02T10:00:20Z', 20_000],
    ['2026-03-02T10:00:20.500Z', 20_500],
    ['2026-03-02T12:00:20+02:00', 20_000],
    ['2026-03-02T10:00:20', 20_000],
    ['2026-03-03T00:00:00Z', 14 * 3_600_000],
    ['Mon, 02 Mar 2026 10:00:20 GMT', 20_000],
    ['Monday, 02-Mar-26 10:00:20 GMT', 20_000],
    ['Mon Mar  2 10:00:20 2026', 20_000],
    ['2020-05-31T00:00:00Z', 0],
  ])('reads %s', (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-5',
    '1e3',
    '2026-13-45T99:00:00Z',
    'Mon, nonsense 10:00:20',
    '99999999999999999999',
  ])('has no answer to %s', (value) => {
    expect(parseRetryAfter(value, NOW)).toBeNull();
  });

  it('gives null or a wait of 0 or more for any text', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const waitMs = parseRetryAfter(value, NOW);
        return waitMs === null || (waitMs >= 0 && Number.isFinite(waitMs));
      }),
    );
  });

  it('reads any instant to come, as ISO and as HTTP date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        const at = new Date(NOW + seconds * 1000);
        expect(parseRetryAfter(at.toISOString(), NOW)).toBe(seconds * 1000);
        expect(parseRetryAfter(at.toUTCString(), NOW)).toBe(seconds * 1000);
        expect(parseRetryAfter(String(seconds), NOW)).toBe(seconds * 1000);
      }),
    );
  });
});
