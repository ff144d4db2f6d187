import { describe, expect, it } from 'vitest';
import { rateFreshness } from '../../../src/reports/freshness.ts';
import { toOccurrence } from './support.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const TTL_SECONDS = 24 * 3600;
const rate = (given: Parameters<typeof toOccurrence>[0], rowsRead = 100) =>
  rateFreshness(toOccurrence({ participantCount: 100, ...given }), rowsRead, NOW, TTL_SECONDS);

describe('rateFreshness', () => {
  it('calls a webinar that runs live, for a minute', () => {
    expect(rate({ state: 'live', endedAt: null })).toEqual({ state: 'live', freshUntil: '2026-01-15T12:01:00.000Z' });
  });

  it('calls it final for as long as reports are kept, once an hour has gone by', () => {
    const freshUntil = '2026-01-16T12:00:00.000Z';
    expect(rate({ endedAt: '2026-01-15T11:00:00Z' })).toEqual({ state: 'final', freshUntil });
    expect(rate({ endedAt: '2026-01-15T11:00:00Z', participantCount: 1_000 })).toEqual({ state: 'final', freshUntil });
  });

  it.each([
    ['nearly everybody is there', 98, 100, 'final'],
    ['some are missing', 97, 100, 'preliminary'],
    ['nobody is there', 0, 100, 'preliminary'],
    ['more are there than Zoom counted', 120, 100, 'final'],
    ['Zoom told no count', 100, null, 'preliminary'],
  ])('asks again after two minutes within the hour: %s', (_why, rowsRead, participantCount, state) => {
    expect(rate({ endedAt: '2026-01-15T11:00:01Z', participantCount }, rowsRead)).toEqual({
      state,
      freshUntil: '2026-01-15T12:02:00.000Z',
    });
  });

  it('bears an end that lies ahead, as clocks disagree', () => {
    expect(rate({ endedAt: '2026-01-15T12:00:30Z' }, 5).state).toBe('preliminary');
  });

  it('does not call preliminary what may have ended long ago', () => {
    expect(rate({ endedAt: null, state: 'unknown' })).toEqual({
      state: 'final',
      freshUntil: '2026-01-15T12:02:00.000Z',
    });
  });
});
