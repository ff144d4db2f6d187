import { type MetricKind, parseMetric } from './metric.ts';
import { parseResolution } from './resolution.ts';
import { isAbove, isBelow } from './rounding.ts';
import { type MetricRange, parseStreamType, type Resolution, type Stream } from './stream.ts';
import type { Thresholds } from './thresholds.ts';

/** What is odd about a field: it could not be read, or an average lies outside its own minimum and peak. */
export type FieldFault = 'invalid' | 'average out of range';

/** Hears of odd fields, by Zoom's field name. */
export type OnFieldFault = (field: string, fault: FieldFault) => void;

/** Zoom's names of minimum, average and maximum. */
type FieldNames = readonly [string, string, string];

const BITRATE_FIELDS: FieldNames = ['min_bitrate', 'avg_bitrate', 'max_bitrate'];
const LOSS_FIELDS: FieldNames = ['min_loss', 'avg_loss', 'max_loss'];
const LATENCY_FIELDS: FieldNames = ['min_latency', 'avg_latency', 'max_latency'];
const JITTER_FIELDS: FieldNames = ['min_jitter', 'avg_jitter', 'max_jitter'];
const FRAME_RATE_FIELDS: FieldNames = ['min_frame_rate', 'avg_frame_rate', 'max_frame_rate'];

/** Shared by all streams without a metric: tens of thousands are kept at once. */
const NOTHING: MetricRange = { min: null, average: null, peak: null };

type Details = Readonly<Record<string, unknown>>;
const NO_DETAILS: Details = {};

/**
 * Reads one `{type, details}` entry. null for `cpu_usage` and for types that are not known. `details` that are not an
 * object count as all fields missing; a value that cannot be read counts as missing and is reported to `onFault`.
 */
export function parseStream(type: unknown, details: unknown, onFault: OnFieldFault): Stream | null {
  const known = parseStreamType(type);
  if (known === null || known === 'cpu_usage') return null;
  const fields = toDetails(details);
  const lossPercent = readRange(fields, LOSS_FIELDS, 'loss', onFault);
  return {
    type: known,
    bitrateKbps: readRange(fields, BITRATE_FIELDS, 'bitrate', onFault),
    lossPercent,
    latencyMs: readRange(fields, LATENCY_FIELDS, 'latency', onFault),
    jitterMs: readRange(fields, JITTER_FIELDS, 'jitter', onFault),
    frameRateFps: readRange(fields, FRAME_RATE_FIELDS, 'fps', onFault),
    resolution: readResolution(fields, onFault),
    averageLossInvalid: lossPercent.average === null && parseMetric(fields.avg_loss, 'loss').kind === 'invalid',
  };
}

/** Whether the details of `cpu_usage` say that the computer was overloaded; a hint, never part of a grade. */
export function parseCpuOverloaded(details: unknown, thresholds: Thresholds, onFault: OnFieldFault): boolean {
  const fields = toDetails(details);
  const load = readMetric(fields, 'system_max_cpu_usage', 'cpu', onFault);
  if (load !== null && !isBelow(load, thresholds.cpuOverloadedPercent)) return true;
  const pressure = fields.system_max_cpu_pressure_level;
  if (typeof pressure !== 'string') return false;
  const level = pressure.trim().toLowerCase();
  return level === 'serious' || level === 'critical';
}

function toDetails(details: unknown): Details {
  // Any object can be read as a record of unknown values; an array simply has none of the fields.
  return typeof details === 'object' && details !== null ? (details as Details) : NO_DETAILS;
}

function readRange(fields: Details, names: FieldNames, kind: MetricKind, onFault: OnFieldFault): MetricRange {
  const min = readMetric(fields, names[0], kind, onFault);
  const average = readMetric(fields, names[1], kind, onFault);
  const peak = readMetric(fields, names[2], kind, onFault);
  if (min === null && average === null && peak === null) return NOTHING;
  if (average !== null && ((peak !== null && isAbove(average, peak)) || (min !== null && isBelow(average, min)))) {
    onFault(names[1], 'average out of range');
  }
  return { min, average, peak };
}

function readMetric(fields: Details, name: string, kind: MetricKind, onFault: OnFieldFault): number | null {
  const metric = parseMetric(fields[name], kind);
  if (metric.kind === 'value') return metric.value;
  if (metric.kind === 'invalid') onFault(name, 'invalid');
  return null;
}

function readResolution(fields: Details, onFault: OnFieldFault): Resolution | null {
  const resolution = parseResolution(fields.resolution);
  if (resolution.kind === 'value') return resolution.value;
  if (resolution.kind === 'invalid') onFault('resolution', 'invalid');
  return null;
}
