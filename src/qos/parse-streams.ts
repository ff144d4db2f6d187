import { addCount, type Counts, createCounts } from './counts.ts';
import { type FieldFault, parseCpuOverloaded, parseStream } from './parse-stream.ts';
import { parseStreamType, type Stream } from './stream.ts';
import type { Thresholds } from './thresholds.ts';
import { NO_ZOOM_QUALITY, parseZoomLabel, worseLabel, type ZoomQuality } from './zoom-quality.ts';
import { lowerScores, parseZoomScore, type ZoomScores } from './zoom-scores.ts';

/** What could not be used, counted by Zoom's names. One is filled by many calls, such as all rows of a page. */
export interface ValueFaults {
  /** Types that are not among the 19, as Zoom wrote them (cut short); `(none)` for an entry without a type. */
  readonly unknownTypes: Counts;
  /** `audio_output.avg_loss` → values that could not be read. */
  readonly invalidValues: Counts;
  /** `audio_output.avg_loss` → averages below their minimum or above their peak; the average is used all the same. */
  readonly averagesOutOfRange: Counts;
}

/** Faults with nothing in them. */
export function createValueFaults(): ValueFaults {
  return { unknownTypes: createCounts(), invalidValues: createCounts(), averagesOutOfRange: createCounts() };
}

/** The `qos` of one row. Streams are in Zoom's order; a type may be there twice, and inactive ones are kept. */
export interface ParsedQos {
  readonly streams: readonly Stream[];
  readonly cpuOverloaded: boolean;
  /** Zoom's own labels, which are in pushed rows only. */
  readonly zoomQuality: ZoomQuality;
  /** The same for its scores; absent where there are none. */
  readonly zoomScores?: ZoomScores;
}

/** Pushed beside the 19 types. */
const LABEL_TYPES: ReadonlyMap<unknown, keyof ZoomQuality> = new Map([
  ['audio_quality', 'audio'],
  ['video_quality', 'video'],
  ['as_quality', 'share'],
]);

/** Reads the raw `qos` value of one participant, whatever it is: never throws. Adds what it could not use to `faults`. */
export function parseStreams(qos: unknown, thresholds: Thresholds, faults: ValueFaults): ParsedQos {
  const streams: Stream[] = [];
  let cpuOverloaded = false;
  let zoomQuality = NO_ZOOM_QUALITY;
  let zoomScores: ZoomScores | undefined;
  for (const entry of Array.isArray(qos) ? qos : []) {
    const { type: rawType, details } = toEntry(entry);
    const labelled = LABEL_TYPES.get(rawType);
    if (labelled !== undefined) {
      zoomQuality = addLabel(zoomQuality, labelled, details);
      const score = parseZoomScore(toEntry(details).quality_score);
      if (score !== null) zoomScores = lowerScores(zoomScores, { [labelled]: score });
      continue;
    }
    const type = parseStreamType(rawType);
    if (type === null) {
      addCount(faults.unknownTypes, typeof rawType === 'string' && rawType !== '' ? rawType : '(none)');
      continue;
    }
    const onFault = (field: string, fault: FieldFault) =>
      addCount(fault === 'invalid' ? faults.invalidValues : faults.averagesOutOfRange, `${type}.${field}`);
    if (type === 'cpu_usage') {
      cpuOverloaded = parseCpuOverloaded(details, thresholds, onFault) || cpuOverloaded;
      continue;
    }
    const stream = parseStream(type, details, onFault);
    if (stream !== null) streams.push(stream);
  }
  return { streams, cpuOverloaded, zoomQuality, ...(zoomScores && { zoomScores }) };
}

function addLabel(known: ZoomQuality, medium: keyof ZoomQuality, details: unknown): ZoomQuality {
  const { quality } = toEntry(details);
  const label = worseLabel(known[medium], parseZoomLabel(quality));
  return label === known[medium] ? known : { ...known, [medium]: label };
}

function toEntry(entry: unknown): {
  readonly type?: unknown;
  readonly details?: unknown;
  readonly quality?: unknown;
  readonly quality_score?: unknown;
} {
  return typeof entry === 'object' && entry !== null ? entry : {};
}
