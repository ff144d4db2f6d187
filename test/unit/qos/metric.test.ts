import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetricKind, parseMetric } from '../../../src/qos/metric.ts';
import { vectors } from './vectors.ts';

const KINDS: readonly MetricKind[] = ['bitrate', 'latency', 'jitter', 'loss', 'cpu', 'fps'];
const MOST: Readonly<Record<MetricKind, number>> = {
  bitrate: 1e12,
  latency: 60_000,
  jitter: 60_000,
  loss: 100,
  cpu: 100,
  fps: 1e12,
};

describe('parseMetric', () => {
  it.each(vectors.metric_parse)('reads $text as a $kind', ({ text, kind, expect: expected }) => {
    const metric = parseMetric(text, kind);
    if ('value' in expected) {
      expect(metric).toEqual({ kind: 'value', value: expected.value, clamped: expected.clamped ?? false });
    } else {
      expect(metric.kind).toBe('missing' in expected ? 'missing' : 'invalid');
    }
  });

  it.each([
    ['\u00a0126\u00a0ms\u00a0', 'latency', 126],
    ['1,234,567.5 bps', 'bitrate', 1234.5675],
    ['2 Gbps', 'bitrate', 2_000_000],
    ['2 kbit/s', 'bitrate', 2],
    ['2 Mbit/s', 'bitrate', 2000],
    ['2000 bit/s', 'bitrate', 2],
    ['1500 us', 'jitter', 1.5],
    ['+3 %', 'loss', 3],
    ['~3%', 'loss', 3],
    ['≈ 3%', 'loss', 3],
    ['-0%', 'loss', 0],
    ['101%', 'cpu', 100],
    ['60000 ms', 'latency', 60_000],
  ] as const)('reads %j as a %s of %d', (text, kind, value) => {
    expect(parseMetric(text, kind)).toMatchObject({ kind: 'value', value });
  });

  it.each(['--', '–', '—', 'n/a', 'NULL', 'undefined', '   ', undefined])('takes %j for a missing value', (raw) => {
    expect(parseMetric(raw, 'loss')).toEqual({ kind: 'missing' });
  });

  it.each([
    [[]],
    [{}],
    [['3%']],
    [false],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [-1],
    ['9'.repeat(400)],
    ['5.'],
    ['1e3'],
    ['٣%'],
  ])('takes %j for an invalid value', (raw) => {
    expect(parseMetric(raw, 'bitrate')).toEqual({ kind: 'invalid' });
  });

  it.each(['toString', 'constructor', '__proto__'])('knows no unit called %s', (unit) => {
    expect(parseMetric(`5 ${unit}`, 'bitrate')).toEqual({ kind: 'invalid' });
  });

  it('never throws and never gives a number out of range', () => {
    const number = fc.oneof(fc.double(), fc.integer());
    const unit = fc.constantFrom('', '%', ' %', 'ms', ' s', 'us', ' kbps', 'Mbps', 'Gbps', 'fps', ' bit/s');
    const text = fc.oneof(
      fc.string(),
      fc.tuple(number, unit).map(([value, suffix]) => `${value}${suffix}`),
      fc.tuple(fc.stringMatching(/^[<~≈]?[+-]?[0-9,]{0,400}\.?[0-9]{0,3}$/), unit).map((parts) => parts.join('')),
    );
    const read = new Set<MetricKind>();
    fc.assert(
      fc.property(fc.oneof(text, fc.anything()), fc.constantFrom(...KINDS), (raw, kind) => {
        const metric = parseMetric(raw, kind);
        if (metric.kind !== 'value') return;
        read.add(kind);
        expect(metric.value).toBeGreaterThanOrEqual(0);
        expect(metric.value).toBeLessThanOrEqual(MOST[kind]);
        expect(Object.is(metric.value, -0)).toBe(false);
      }),
      { numRuns: 2000 },
    );
    expect([...read].toSorted()).toEqual(KINDS.toSorted());
  });

  it('reads back every number that Zoom could write', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6_000_000 }), fc.constantFrom('', ' '), (hundredths, space) => {
        const metric = parseMetric(`${(hundredths / 100).toFixed(2)}${space}ms`, 'latency');
        expect(metric).toEqual({ kind: 'value', value: hundredths / 100, clamped: false });
      }),
    );
  });
});
