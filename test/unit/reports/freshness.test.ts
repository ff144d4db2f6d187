import { expect, it } from 'vitest';
import { freshUntil } from '../../../src/reports/freshness.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const AN_HOUR_AGO = '2026-01-15T11:00:00Z';
const IN_TWO_MINUTES = '2026-01-15T12:02:00.000Z';
const until = (state: Parameters<typeof freshUntil>[0], endedAt: string | null) =>
  freshUntil(state, endedAt, NOW, 24 * 3600);

it('a webinar that runs is read anew after a minute', () => {
  expect(until('live', null)).toBe('2026-01-15T12:01:00.000Z');
});

it('a complete report answers for as long as reports are kept, once an hour has gone by', () => {
  expect(until('final', AN_HOUR_AGO)).toBe('2026-01-16T12:00:00.000Z');
  expect(until('final', '2026-01-15T11:00:01Z')).toBe(IN_TWO_MINUTES);
  expect(until('final', '2026-01-15T12:00:30Z')).toBe(IN_TWO_MINUTES);
  expect(until('final', null)).toBe(IN_TWO_MINUTES);
});

it.each(['preliminary', 'incomplete', 'unconfirmed'] as const)(
  'one that is %s is read anew after two minutes',
  (state) => {
    for (const endedAt of [AN_HOUR_AGO, '2025-12-15T11:00:00Z', null])
      expect(until(state, endedAt)).toBe(IN_TWO_MINUTES);
  },
);
