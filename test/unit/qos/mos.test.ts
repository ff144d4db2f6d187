import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delayImpairment, estimateMos, toMos } from '../../../src/qos/mos.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { vectors } from './vectors.ts';

describe('estimateMos', () => {
  it.each(vectors.emodel)('follows the E-model in $id', ({ latency_ms, jitter_ms, loss_pct, expect: expected }) => {
    const estimate = estimateMos(latency_ms, jitter_ms, loss_pct, DEFAULT_THRESHOLDS);
    expect(estimate.taMs).toBeCloseTo(expected.ta_ms, 3);
    expect(estimate.idd).toBeCloseTo(expected.idd, 3);
    expect(estimate.ieEff).toBeCloseTo(expected.ie_eff, 3);
    expect(estimate.r).toBeCloseTo(expected.r, 3);
    expect(estimate.mos).toBeCloseTo(expected.mos, 3);
  });

  it.each(vectors.emodel_listen_only)('leaves the delay out at $loss_pct % loss', ({ loss_pct, expect: expected }) => {
    const estimate = estimateMos(null, 200, loss_pct, DEFAULT_THRESHOLDS);
    expect(estimate.r).toBeCloseTo(expected.r, 3);
    expect(estimate.mos).toBeCloseTo(expected.mos, 3);
  });

  it.each(vectors.idd)('has a delay impairment of $expect at $ta_ms ms', ({ ta_ms, expect: expected }) => {
    expect(delayImpairment(ta_ms)).toBeCloseTo(expected, 3);
  });

  it.each(vectors.mos_of_r)('turns R $r into $expect', ({ r, expect: expected }) => {
    expect(toMos(r)).toBeCloseTo(expected, 3);
  });

  it('stays within 1 and 4.5', () => {
    const delay = fc.double({ min: 0, max: 60_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.option(delay),
        fc.option(delay),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (latency, jitter, loss) => {
          const { mos } = estimateMos(latency, jitter, loss, DEFAULT_THRESHOLDS);
          expect(mos).toBeGreaterThanOrEqual(1);
          expect(mos).toBeLessThanOrEqual(4.5);
        },
      ),
    );
  });
});
