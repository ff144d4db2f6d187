/** The medium of a stream; `share` is screen sharing, `cpu` is Zoom's pseudo stream `cpu_usage`. */
export type Medium = 'audio' | 'video' | 'share' | 'cpu';

/** Seen from the participant: `sent` left their computer, `received` arrived there. */
type Direction = 'sent' | 'received' | 'none';

/** `client` is the ordinary app, `crc` a Cloud Room Connector (room systems), `rwg` the Real-Time Web Gateway (browsers). */
type Path = 'client' | 'crc' | 'rwg';

interface StreamKind {
  readonly type: string;
  readonly medium: Medium;
  readonly direction: Direction;
  readonly path: Path;
}

/**
 * Zoom's 19 stream types in the order that breaks ties (first wins).
 *
 * This is the only place that says which types are sent and which are received. Zoom's own pages disagree about
 * `video_output`; the reasons for this reading are in docs/decisions/.
 */
export const STREAM_KINDS = [
  { type: 'audio_output', medium: 'audio', direction: 'received', path: 'client' },
  { type: 'audio_device_to_crc', medium: 'audio', direction: 'received', path: 'crc' },
  { type: 'audio_device_to_rwg', medium: 'audio', direction: 'received', path: 'rwg' },
  { type: 'audio_input', medium: 'audio', direction: 'sent', path: 'client' },
  { type: 'audio_device_from_crc', medium: 'audio', direction: 'sent', path: 'crc' },
  { type: 'audio_device_from_rwg', medium: 'audio', direction: 'sent', path: 'rwg' },
  { type: 'as_output', medium: 'share', direction: 'received', path: 'client' },
  { type: 'as_device_to_crc', medium: 'share', direction: 'received', path: 'crc' },
  { type: 'as_device_to_rwg', medium: 'share', direction: 'received', path: 'rwg' },
  { type: 'as_input', medium: 'share', direction: 'sent', path: 'client' },
  { type: 'as_device_from_crc', medium: 'share', direction: 'sent', path: 'crc' },
  { type: 'as_device_from_rwg', medium: 'share', direction: 'sent', path: 'rwg' },
  { type: 'video_output', medium: 'video', direction: 'received', path: 'client' },
  { type: 'video_device_to_crc', medium: 'video', direction: 'received', path: 'crc' },
  { type: 'video_device_to_rwg', medium: 'video', direction: 'received', path: 'rwg' },
  { type: 'video_input', medium: 'video', direction: 'sent', path: 'client' },
  { type: 'video_device_from_crc', medium: 'video', direction: 'sent', path: 'crc' },
  { type: 'video_device_from_rwg', medium: 'video', direction: 'sent', path: 'rwg' },
  { type: 'cpu_usage', medium: 'cpu', direction: 'none', path: 'client' },
] as const satisfies readonly StreamKind[];

/** One of the 19 names Zoom uses in `qos[].type`. */
export type StreamType = (typeof STREAM_KINDS)[number]['type'];

const KIND_BY_TYPE: ReadonlyMap<string, (typeof STREAM_KINDS)[number]> = new Map(
  STREAM_KINDS.map((kind) => [kind.type, kind]),
);
const ORDER_BY_TYPE: ReadonlyMap<string, number> = new Map(STREAM_KINDS.map((kind, order) => [kind.type, order]));

/** What a type stands for. */
export function streamKind(type: StreamType): (typeof STREAM_KINDS)[number] {
  const kind = KIND_BY_TYPE.get(type);
  if (kind === undefined) throw new RangeError(`not a stream type: ${type}`);
  return kind;
}

/** Row of the type in STREAM_KINDS from 0: of two equal streams the one with the lower row wins. */
export function streamOrder(type: StreamType): number {
  return ORDER_BY_TYPE.get(type) ?? STREAM_KINDS.length;
}

/** Zoom's type text, letter case included; null for everything else. */
export function parseStreamType(value: unknown): StreamType | null {
  return typeof value === 'string' ? (KIND_BY_TYPE.get(value)?.type ?? null) : null;
}

/** The three statistics Zoom gives of one metric; null where it is missing, invalid or not measured. */
export interface MetricRange {
  readonly min: number | null;
  readonly average: number | null;
  readonly peak: number | null;
}

/** Width and height in pixels; shown, never graded. */
export interface Resolution {
  readonly width: number;
  readonly height: number;
}

/** The numbers of one stream of one visit, units converted, before any grading. `cpu_usage` never becomes a Stream. */
export interface Stream {
  readonly type: StreamType;
  readonly bitrateKbps: MetricRange;
  readonly lossPercent: MetricRange;
  readonly latencyMs: MetricRange;
  readonly jitterMs: MetricRange;
  readonly frameRateFps: MetricRange;
  readonly resolution: Resolution | null;
  /** True when Zoom sent an average loss that could not be read (not merely left it out). */
  readonly averageLossInvalid: boolean;
}
