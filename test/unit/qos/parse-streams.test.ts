import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStream } from '../../../src/qos/parse-stream.ts';
import { createValueFaults, parseStreams } from '../../../src/qos/parse-streams.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { vectors } from './vectors.ts';

function parse(qos: unknown) {
  const faults = createValueFaults();
  return { ...parseStreams(qos, DEFAULT_THRESHOLDS, faults), faults };
}

const NOTHING = { min: null, average: null, peak: null };

describe('parseStream', () => {
  it('reads every field of an entry', () => {
    const details = {
      min_bitrate: '27.15kbps',
      avg_bitrate: '27.15kbps',
      max_bitrate: '1.2 Mbps',
      min_latency: '126 ms',
      avg_latency: '126 ms',
      max_latency: '1 s',
      min_jitter: '0ms',
      avg_jitter: '3',
      max_jitter: '',
      min_loss: '0.03%',
      avg_loss: '0.03%',
      max_loss: '0.4%',
      resolution: '1280*720',
      min_frame_rate: '12 fps',
      avg_frame_rate: '12 fps',
      max_frame_rate: null,
    };
    const faults: string[] = [];
    expect(parseStream('video_input', details, (field) => faults.push(field))).toEqual({
      type: 'video_input',
      bitrateKbps: { min: 27.15, average: 27.15, peak: 1200 },
      latencyMs: { min: 126, average: 126, peak: 1000 },
      jitterMs: { min: 0, average: 3, peak: null },
      lossPercent: { min: 0.03, average: 0.03, peak: 0.4 },
      frameRateFps: { min: 12, average: 12, peak: null },
      resolution: { width: 1280, height: 720 },
      averageLossInvalid: false,
    });
    expect(faults).toEqual([]);
  });

  it('tells an average loss that cannot be read from one that is missing', () => {
    const ignore = () => undefined;
    expect(parseStream('audio_output', { avg_loss: '130%' }, ignore)?.averageLossInvalid).toBe(true);
    expect(parseStream('audio_output', { avg_loss: '' }, ignore)?.averageLossInvalid).toBe(false);
    expect(parseStream('audio_output', { max_loss: '130%' }, ignore)?.averageLossInvalid).toBe(false);
  });

  it.each(['cpu_usage', 'AUDIO_OUTPUT', 'notification', null, 3])('makes no stream of the type %j', (type) => {
    expect(parseStream(type, { avg_loss: '1%' }, () => undefined)).toBeNull();
  });
});

describe('parseStreams', () => {
  it.each(vectors.cpu)('takes $details for overloaded: $expect', ({ details, expect: expected }) => {
    expect(parse([{ type: 'cpu_usage', details }])).toMatchObject({ cpuOverloaded: expected, streams: [] });
  });

  it.each(vectors.zoom_quality)("reads Zoom's labels of $qos", ({ qos, expect: expected }) => {
    const { zoomQuality, streams, faults } = parse(qos);
    expect(zoomQuality).toEqual(expected);
    expect([streams, faults.unknownTypes]).toEqual([[], {}]);
  });

  it('reads a pressure level in any case, over any number of entries', () => {
    const overloaded = { type: 'cpu_usage', details: { system_max_cpu_pressure_level: ' Critical ' } };
    expect(parse([overloaded, { type: 'cpu_usage', details: {} }]).cpuOverloaded).toBe(true);
  });

  it.each([null, undefined, 'x', 7, {}, { length: 3 }, []])('finds nothing in %j', (qos) => {
    expect(parse(qos)).toMatchObject({ streams: [], cpuOverloaded: false });
  });

  it('counts what it could not use, by type and field', () => {
    const { streams, faults } = parse([
      { type: 'audio_output', details: { avg_loss: '130%', resolution: 'big' } },
      { type: 'audio_output', details: { avg_loss: true, avg_jitter: '9 ms', max_jitter: '5 ms' } },
      { type: 'audio_input', details: { avg_latency: '3 ms', min_latency: '5 ms' } },
      { type: 'cpu_usage', details: { system_max_cpu_usage: 'high' } },
      { type: 'wifi_rssi', details: {} },
      { type: 'wifi_rssi', details: {} },
      { details: {} },
      null,
      'audio_output',
    ]);
    expect(streams.map((stream) => stream.type)).toEqual(['audio_output', 'audio_output', 'audio_input']);
    expect(streams[0]?.lossPercent).toEqual(NOTHING);
    expect(streams[1]?.jitterMs).toEqual({ min: null, average: 9, peak: 5 });
    expect(faults).toEqual({
      unknownTypes: { wifi_rssi: 2, '(none)': 3 },
      invalidValues: {
        'audio_output.avg_loss': 2,
        'audio_output.resolution': 1,
        'cpu_usage.system_max_cpu_usage': 1,
      },
      averagesOutOfRange: { 'audio_output.avg_jitter': 1, 'audio_input.avg_latency': 1 },
    });
  });

  it('finds nothing wrong with an average on its own minimum or peak', () => {
    const { faults } = parse([
      { type: 'audio_output', details: { avg_jitter: '5 ms', max_jitter: '5 ms' } },
      { type: 'audio_input', details: { min_latency: '5 ms', avg_latency: '5 ms' } },
    ]);
    expect(faults.averagesOutOfRange).toEqual({});
  });

  it('bears any number of unknown types, of any length and any name', () => {
    const names = ['__proto__', 'constructor', 'x'.repeat(1000), ...Array.from({ length: 100 }, (_, n) => `type-${n}`)];
    const { unknownTypes } = parse(names.map((type) => ({ type }))).faults;
    const keys = Object.keys(unknownTypes);
    expect(keys).toHaveLength(50);
    expect(Math.max(...keys.map((key) => key.length))).toBe(60);
    expect(Object.entries(unknownTypes).filter(([, count]) => count > 1)).toEqual([['(other)', 54]]);
    expect(keys.slice(0, 2)).toEqual(['__proto__', 'constructor']);
    expect(Object.prototype).not.toHaveProperty('type-1');
  });

  it('never throws, and gives known types and numbers in range', () => {
    const field = fc.constantFrom(
      'avg_bitrate',
      'avg_loss',
      'max_loss',
      'avg_latency',
      'max_jitter',
      'resolution',
      'x',
    );
    const text = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.double(),
      fc.nat({ max: 200 }).map((value) => `${value}%`),
    );
    const entry = fc.record({
      type: fc.oneof(fc.constantFrom(...vectors.types.map((kind) => kind.type)), fc.anything()),
      details: fc.oneof(fc.dictionary(field, text), fc.anything()),
    });
    let streams = 0;
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.oneof(entry, fc.anything())), fc.anything()), (qos) => {
        for (const stream of parse(qos).streams) {
          streams += 1;
          expect(stream.type).not.toBe('cpu_usage');
          const { min, average, peak } = stream.lossPercent;
          for (const value of [min ?? 0, average ?? 0, peak ?? 0]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(100);
          }
        }
      }),
    );
    expect(streams).toBeGreaterThan(0);
  });
});
