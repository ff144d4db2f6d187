import { gradeOfSeverity, gradeRank, isGraded } from './grade.ts';
import type { GradedStream, Person } from './person.ts';
import type { Speech } from './speech.ts';
import { type MetricRange, type Stream, streamKind } from './stream.ts';

/** What the orders and the summary need of a graded person: small, so that all of a large webinar fit in memory. */
export interface Standing
  extends Pick<
    Person,
    | 'id'
    | 'name'
    | 'role'
    | 'grade'
    | 'severity'
    | 'rankValue'
    | 'rankSum'
    | 'impaired'
    | 'lossPercent'
    | 'lossType'
    | 'latencyMs'
    | 'latencyType'
    | 'attributes'
  > {
  /** The greatest average over the received audio streams that count, percent. */
  readonly heardLossPercent: number | null;
  /** The same of the latency, milliseconds. */
  readonly heardLatencyMs: number | null;
  /** Of presenters. */
  readonly speech: Speech | null;
  /** Whether Zoom's label of the sound and our grade of it say the same; null where one of them is missing. */
  readonly agreesWithZoom: boolean | null;
}

export function toStanding(person: Person, speech: Speech | null): Standing {
  const { id, name, role, grade, severity, rankValue, rankSum, lossPercent, lossType, latencyMs, latencyType } = person;
  return {
    ...{ id, name, role, grade, severity, rankValue, rankSum, lossPercent, lossType, latencyMs, latencyType },
    impaired: person.impaired,
    attributes: person.attributes,
    heardLossPercent: findGreatestHeard(person, (stream) => stream.lossPercent),
    heardLatencyMs: findGreatestHeard(person, (stream) => stream.latencyMs),
    speech,
    agreesWithZoom: compareWithZoom(person),
  };
}

function findGreatestHeard({ streams }: Person, rangeOf: (stream: Stream) => MetricRange): number | null {
  let greatest: number | null = null;
  for (const stream of streams) {
    const { average } = rangeOf(stream);
    if (!stream.counted || !isAudio(stream) || average === null) continue;
    if (streamKind(stream.type).direction === 'received') greatest = Math.max(greatest ?? 0, average);
  }
  return greatest;
}

/** Poor and bad on both sides, or on neither. */
function compareWithZoom({ grade, zoomQuality, streams }: Person): boolean | null {
  const label = zoomQuality.audio;
  if (label === null) return null;
  const severities = streams.flatMap((stream) => (stream.counted && isAudio(stream) ? (stream.severity ?? []) : []));
  if (!isGraded(grade) || severities.length === 0) return null;
  const isBad = severities.some((severity) => gradeRank(gradeOfSeverity(severity)) >= gradeRank('Poor'));
  return isBad === (label === 'poor' || label === 'bad');
}

function isAudio({ type }: GradedStream): boolean {
  return streamKind(type).medium === 'audio';
}
