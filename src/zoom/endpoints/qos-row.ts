import type { Stream } from '../../qos/stream.ts';
import type { ZoomQuality } from '../../qos/zoom-quality.ts';
import type { ZoomScores } from '../../qos/zoom-scores.ts';
import type { ReadVisit } from '../../webinar/participant.ts';
import { parseQosRow } from './schema.ts';

/** Reads the `qos` list of one row (the function of qos/, handed in by compose/). */
export type ParseStreams = (qos: unknown) => {
  readonly streams: readonly Stream[];
  readonly cpuOverloaded: boolean;
  readonly zoomQuality: ZoomQuality;
  readonly zoomScores?: ZoomScores | undefined;
  readonly unknownTypes: Readonly<Record<string, number>>;
  readonly invalidValues: Readonly<Record<string, number>>;
};

/** One row, and what could not be used of it. */
export interface QosRow {
  readonly visit: ReadVisit;
  readonly unknownTypes: Readonly<Record<string, number>>;
  readonly invalidValues: Readonly<Record<string, number>>;
}

/** A row of the QoS summary, read or pushed; null when it is no row at all. Role, stay and device are not in it. */
export function readQosRow(row: unknown, parseStreams: ParseStreams): QosRow | null {
  const parsed = parseQosRow(row);
  if (!parsed) return null;
  const { qos, ...person } = parsed;
  const { unknownTypes, invalidValues, ...measured } = parseStreams(qos);
  const { streams, cpuOverloaded, zoomQuality, zoomScores } = measured;
  const visit = {
    ...{ ...person, role: null, staySeconds: null, streams, cpuOverloaded, zoomQuality },
    ...(zoomScores && { zoomScores }),
    attributes: {},
  };
  return { visit, unknownTypes, invalidValues };
}
