import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS, metricSeverity } from '../../../src/qos/severity.ts';
import { DEFAULT_THRESHOLDS, type GradedMedium } from '../../../src/qos/thresholds.ts';
import { vectors, withTolerance } from './vectors.ts';

const MEDIA: readonly GradedMedium[] = ['audio', 'share', 'video'];

describe('metricSeverity', () => {
  it.each(vectors.severity)(
    '$medium $metric $avg (peak $max, listen-only $listen_only) → $expect',
    ({ metric, medium, avg, max, listen_only, expect: expected, uncapped }) => {
      const range = { min: null, average: avg, peak: max };
      const found = metricSeverity(metric, medium, range, listen_only, DEFAULT_THRESHOLDS);
      if (expected === null) expect(found).toBeNull();
      else expect(found).toMatchObject(withTolerance({ severity: expected, uncapped }));
    },
  );

  it('counts an average that is a rounding error below a limit as on it', () => {
    const range = { min: null, average: 1.9999999999, peak: null };
    expect(metricSeverity('loss', 'audio', range, false, DEFAULT_THRESHOLDS)?.severity).toBeCloseTo(25, 6);
  });

  it('calls it a spike only when the peak made it worse', () => {
    const byAverage = { min: null, average: 6, peak: 65 };
    const byPeak = { min: null, average: 0.3, peak: 65 };
    expect(metricSeverity('loss', 'audio', byAverage, false, DEFAULT_THRESHOLDS)?.spike).toBe(false);
    expect(metricSeverity('loss', 'audio', byPeak, false, DEFAULT_THRESHOLDS)?.spike).toBe(true);
  });

  it('is no spike when the average alone is just as bad', () => {
    const atPeakSeverity = { min: null, average: 2.6, peak: 65 };
    const found = metricSeverity('loss', 'audio', atPeakSeverity, false, DEFAULT_THRESHOLDS);
    expect(found?.severity).toBeCloseTo(DEFAULT_THRESHOLDS.peakSeverity, 6);
    expect(found?.spike).toBe(false);
  });

  it('has none for a frame rate of 0, which means that there was no picture', () => {
    const frames = (average: number) =>
      metricSeverity('fps', 'video', { min: null, average, peak: null }, false, DEFAULT_THRESHOLDS);
    expect(frames(0.1)).toMatchObject({ severity: DEFAULT_THRESHOLDS.lowFrameRateSeverity, spike: false });
    expect(frames(0)).toBeNull();
  });

  it('never gets better when the average gets worse', () => {
    const metric = fc.constantFrom(...METRICS.filter((name) => name !== 'fps'));
    const average = fc.double({ min: 0, max: 2000, noNaN: true });
    const peak = fc.option(fc.double({ min: 0, max: 2000, noNaN: true }));
    fc.assert(
      fc.property(
        metric,
        fc.constantFrom(...MEDIA),
        average,
        average,
        peak,
        fc.boolean(),
        (name, medium, one, other, max, listenOnly) => {
          const [better, worse] = [Math.min(one, other), Math.max(one, other)].map(
            (value) =>
              metricSeverity(name, medium, { min: null, average: value, peak: max }, listenOnly, DEFAULT_THRESHOLDS)
                ?.severity ?? -1,
          );
          expect(worse).toBeGreaterThanOrEqual((better ?? 0) - 1e-4);
          expect(worse).toBeLessThanOrEqual(100);
          expect(better).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
