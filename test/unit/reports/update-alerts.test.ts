import { describe, expect, it } from 'vitest';
import type { LiveRule } from '../../../src/qos/live-rules.ts';
import { closeAlerts, updateAlerts } from '../../../src/reports/live/update-alerts.ts';
import type { ShowState } from '../../../src/reports/live-show.ts';

const MINUTE_MS = 60_000;
const LOSS: LiveRule = { who: 'presenter', medium: null, metric: 'loss', limit: 5, minutes: 2 };
const AUDIENCE: LiveRule = { who: 'audience', sharePercent: 10, minutes: 2 };

function show(losses: readonly number[], from = 0): Pick<ShowState, 'tracks' | 'audience'> {
  const minutes = losses.map((lossPercent, index) => ({
    atMs: (from + index) * MINUTE_MS,
    ...{ lossPercent, latencyMs: null, jitterMs: null, notice: null },
  }));
  return { tracks: [{ visitId: 'v1', medium: 'audio', minutes }], audience: [] };
}

describe('the alerts of a show', () => {
  it('stay the same ones while their times move', () => {
    const alerts = updateAlerts([], [LOSS], show([9, 9], 10));
    const later = updateAlerts(alerts, [LOSS], show([9, 9, 9, 12], 9));
    expect(later).toMatchObject([
      { about: alerts[0]?.about, sinceMs: 9 * MINUTE_MS, untilMs: null, worst: 12, latest: 12 },
    ]);
    // What is no longer looked back to does not make the beginning later.
    const forgotten = updateAlerts(later, [LOSS], show([9, 9], 40));
    expect(forgotten).toMatchObject([{ about: alerts[0]?.about, sinceMs: 9 * MINUTE_MS, worst: 12 }]);
  });

  it('are closed when it is over, and say so when it begins again', () => {
    const over = updateAlerts([], [LOSS], show([9, 9, 0, 0]));
    expect(over).toMatchObject([{ untilMs: 2 * MINUTE_MS }]);
    const again = updateAlerts(over, [LOSS], show([9, 9, 0, 0, 7, 7]));
    expect(again.map(({ sinceMs, untilMs }) => [sinceMs, untilMs])).toEqual([[4 * MINUTE_MS, null]]);
    // The first time is not taken for news.
    expect(updateAlerts(again, [LOSS], show([9, 9, 0, 0, 7, 7]))).toEqual(again);
  });

  it('do not change when nothing came', () => {
    const alerts = updateAlerts([], [LOSS], show([9, 9]));
    expect(updateAlerts(alerts, [LOSS], { tracks: [], audience: [] })).toEqual(alerts);
    expect(updateAlerts(alerts, [LOSS], show([9, 9]))).toEqual(alerts);
  });

  it('of the audience want three people at least', () => {
    const minutes = (poor: number) =>
      [0, 1].map((minute) => ({ atMs: minute * MINUTE_MS, good: 10, fair: 0, poor, bad: 0 }));
    expect(updateAlerts([], [AUDIENCE], { tracks: [], audience: minutes(2) })).toEqual([]);
    expect(updateAlerts([], [AUDIENCE], { tracks: [], audience: minutes(3) })).toMatchObject([
      { who: { kind: 'audience' } },
    ]);
  });

  it('that still last are closed with the show, others stay as they are', () => {
    const alerts = updateAlerts([], [LOSS], show([9, 9, 0, 0, 7, 7]));
    const closed = closeAlerts(alerts, 20 * MINUTE_MS, 'end');
    expect(closed.map(({ untilMs, closedBy }) => [untilMs, closedBy])).toEqual([[20 * MINUTE_MS, 'end']]);
  });

  it('are fifty at most', () => {
    const tracks = Array.from({ length: 80 }, (_, index) =>
      show([9, 9]).tracks.map((track) => ({ ...track, visitId: `v${index}` })),
    ).flat();
    const full = updateAlerts([], [LOSS], { tracks, audience: [] });
    expect(full).toHaveLength(50);
    // What is over makes room for what begins.
    const [first, ...rest] = full;
    const over = first ? [{ ...first, untilMs: 9 * MINUTE_MS }, ...rest] : [];
    expect(updateAlerts(over, [LOSS], { tracks: tracks.slice(79), audience: [] }).map(({ about }) => about)).toEqual([
      ...rest.map(({ about }) => about),
      expect.stringContaining('v79'),
    ]);
  });
});
