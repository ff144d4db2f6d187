import type { Person } from '../../../src/qos/person.ts';
import type { ReportHead } from '../../../src/reports/report.ts';
import { range, sampleBadPerson, sampleHead, samplePerson, sampleStream, sampleSummary, stored } from '../samples.ts';

/** Lost sound, Bad. */
export const apple = sampleBadPerson({ name: 'Apple A', attributes: { location: 'Lyon', network_type: 'Wifi' } });

/** A presenter whose voice was lost on the way. */
export const pear: Person = samplePerson({
  id: 'visit-00pear',
  number: 2,
  name: 'Pear P',
  role: 'presenter',
  grade: 'Bad',
  countsFully: true,
  reason: { type: 'audio_input', metric: 'loss', spike: false },
  lossPercent: 21,
  lossType: 'audio_input',
  latencyMs: 96,
  latencyType: 'audio_input',
  streams: [
    sampleStream({ counted: false }),
    sampleStream({ type: 'audio_input', lossPercent: range(21, 44), severity: 100, metric: 'loss' }),
    sampleStream({
      type: 'as_input',
      lossPercent: range(1.2, 4),
      bitrateKbps: range(420),
      frameRateFps: range(8),
      resolution: { width: 1920, height: 1080 },
    }),
  ],
});

/** Nobody knows what this person is called. */
export const nameless = samplePerson({ id: 'visit-0012', number: 12, name: ' ' });

/** Much delay, and no loss that Zoom reported. */
export const quince = samplePerson({
  id: 'visit-00quince',
  number: 7,
  name: 'Quince Q',
  reason: { type: 'audio_device_to_rwg', metric: 'latency', spike: false },
  notes: ['loss not reported'],
  lossPercent: null,
  lossType: null,
  latencyMs: 410,
  streams: [
    sampleStream({ type: 'audio_device_to_rwg', lossPercent: range(null), latencyMs: range(410, 900), severity: 64 }),
  ],
  latencyType: 'audio_device_to_rwg',
});
export const jerky = samplePerson({
  id: 'visit-00fig',
  number: 8,
  name: 'Fig F',
  grade: 'Fair',
  reason: { type: 'video_output', metric: 'fps', spike: false },
  lossPercent: 0.4,
  lossType: 'video_output',
  latencyMs: 80,
  latencyType: 'video_output',
  cpuOverloaded: true,
  streams: [sampleStream({ type: 'video_output', frameRateFps: range(5), severity: 35, metric: 'fps' })],
});
export const unsteady = samplePerson({
  id: 'visit-00kiwi',
  number: 9,
  name: 'Kiwi K',
  grade: 'Fair',
  reason: { type: 'audio_output', metric: 'jitter', spike: false },
  lossPercent: 0.4,
  streams: [sampleStream({ jitterMs: range(62, 140), severity: 49, metric: 'jitter' })],
});
export const moment = samplePerson({
  id: 'visit-00plum',
  number: 10,
  name: 'Plum P',
  grade: 'Fair',
  reason: { type: 'audio_output', metric: 'loss', spike: true },
  lossPercent: 0.9,
  streams: [sampleStream({ lossPercent: range(0.9, 35), severity: 30, metric: 'loss', spike: true })],
});
/** A presenter whose connection broke off. */
export const dropped = samplePerson({
  id: 'visit-00mango',
  number: 4,
  name: 'Mango M',
  role: 'presenter',
  drops: 3,
  visits: 4,
  countsFully: true,
  reason: { type: null, metric: 'drops', spike: false },
  severity: 50,
  lossPercent: 0.4,
  lossType: 'audio_input',
  latencyMs: 96,
  latencyType: 'audio_input',
  streams: [
    sampleStream({ counted: false }),
    sampleStream({ type: 'audio_input' }),
    sampleStream({ type: 'video_input', severity: null, metric: null, barelyUsed: true, counted: false }),
  ],
});
export const good = samplePerson({
  id: 'visit-00lime',
  number: 11,
  name: 'Lime L',
  grade: 'Good',
  reason: null,
  lossPercent: 0.4,
  latencyMs: 84,
  streams: [sampleStream(), sampleStream({ type: 'video_output', bitrateKbps: range(640), frameRateFps: range(24) })],
});

/** Came twice, as the connection broke off; everything is known. */
export const twice = samplePerson({
  id: 'visit-00peach',
  number: 5,
  name: 'Peach P',
  drops: 1,
  visitTimes: [
    { joinedAtMs: Date.parse('2026-05-14T15:02:11Z'), leftAtMs: Date.parse('2026-05-14T15:31:40Z'), dropped: true },
    { joinedAtMs: Date.parse('2026-05-14T15:33:05Z'), leftAtMs: Date.parse('2026-05-14T15:52:00Z'), dropped: false },
  ],
  transport: 'UDP',
  zoomQuality: { audio: 'poor', video: 'good', share: null },
  attributes: { location: 'Lyon', network_type: 'Wifi', device: 'Mac', version: '6.2.1', data_center: 'Germany' },
});
/** Joined from another part of the world, through a proxy, in a browser. */
export const far = samplePerson({
  ...quince,
  id: 'visit-00yuzu',
  number: 6,
  name: 'Yuzu Y',
  transport: 'TCP+Proxy',
  attributes: { location: 'Japan', network_type: 'Wired', device: 'Windows', data_center: 'Germany' },
});

/** A report with these people. */
export function galleryHead(overrides: Partial<ReportHead> = {}): ReportHead {
  return sampleHead({ worst: stored([apple, quince, nameless]), ...overrides });
}

/** Of a webinar where hardly anybody had trouble. */
export const goodSummary = sampleSummary({
  verdict: 'Good',
  decidedBy: 'both',
  affected: 3,
  audience: { grade: 'Good', graded: 412, affected: 3, impaired: 6, good: 405, fair: 4, poor: 3, bad: 0 },
  lossPercent: { median: 0, p95: 0.03 },
  latencyMs: { median: 61, p95: 118 },
  causes: [],
});
