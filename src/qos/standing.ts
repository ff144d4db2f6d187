import type { Person } from './person.ts';
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
    | 'lossPercent'
    | 'lossType'
    | 'latencyMs'
    | 'latencyType'
    | 'attributes'
  > {
  /** The greatest average over the received audio streams, percent. */
  readonly heardLossPercent: number | null;
  /** The same of the latency, milliseconds. */
  readonly heardLatencyMs: number | null;
}

export function toStanding(person: Person): Standing {
  const { id, name, role, grade, severity, rankValue, rankSum, lossPercent, lossType, latencyMs, latencyType } = person;
  return {
    ...{ id, name, role, grade, severity, rankValue, rankSum, lossPercent, lossType, latencyMs, latencyType },
    attributes: person.attributes,
    heardLossPercent: findGreatestHeard(person, (stream) => stream.lossPercent),
    heardLatencyMs: findGreatestHeard(person, (stream) => stream.latencyMs),
  };
}

function findGreatestHeard({ streams }: Person, rangeOf: (stream: Stream) => MetricRange): number | null {
  let greatest: number | null = null;
  for (const stream of streams) {
    const { medium, direction } = streamKind(stream.type);
    const { average } = rangeOf(stream);
    if (medium !== 'audio' || direction !== 'received' || average === null) continue;
    greatest = Math.max(greatest ?? 0, average);
  }
  return greatest;
}
