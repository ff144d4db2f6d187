import { gradeOfSeverity } from './grade.ts';
import { gradeStream } from './grade-stream.ts';
import { isListenOnly, mergeStreams } from './merge-streams.ts';
import { estimateMos } from './mos.ts';
import type { GradedStream, Person, PersonGrade, PersonNote } from './person.ts';
import { isAbove, isBelow } from './rounding.ts';
import { knownStay, totalStay } from './stay.ts';
import { type Stream, type StreamType, streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';
import { CAUSE_ATTRIBUTES, type Visit } from './visit.ts';

/** A graded stream that has a severity. */
type JudgedStream = GradedStream & { readonly severity: number; readonly rankValue: number };

/** The part of a person that depends on the grade; nothing of it is said of somebody who is not graded. */
type Findings = Pick<
  Person,
  | 'grade'
  | 'severity'
  | 'rankValue'
  | 'rankSum'
  | 'reason'
  | 'notes'
  | 'lossPercent'
  | 'lossType'
  | 'latencyMs'
  | 'latencyType'
  | 'mos'
>;

/** What is decided outside: the person's place in the report, and the role (null: nobody's is known). */
export type PersonIdentity = Pick<Person, 'id' | 'number' | 'role'>;

/** Merges the visits of one person (at least one, repeated rows already joined) and grades the result. */
export function gradePerson(visits: readonly Visit[], identity: PersonIdentity, thresholds: Thresholds): Person {
  const listenOnly = isListenOnly(visits, thresholds);
  const streams = mergeStreams(visits, listenOnly, thresholds).map((stream) => {
    const { severity, rankValue, metric, spike } = gradeStream(stream, listenOnly, thresholds);
    const counted = identity.role !== 'presenter' || streamKind(stream.type).direction === 'sent';
    return { ...stream, severity, rankValue, metric, spike, counted };
  });
  const staySeconds = totalStay(visits);
  return {
    ...identity,
    name: visits.findLast((visit) => visit.name.trim() !== '')?.name.trim() ?? '',
    visits: visits.length,
    staySeconds,
    ...(staySeconds !== null && isBelow(staySeconds, thresholds.shortStaySeconds)
      ? notGraded('Short stay', [])
      : judge(streams, listenOnly, thresholds)),
    listenOnly,
    cpuOverloaded: visits.some((visit) => visit.cpuOverloaded),
    attributes: mergeAttributes(visits),
    streams,
  };
}

function judge(streams: readonly GradedStream[], listenOnly: boolean, thresholds: Thresholds): Findings {
  const counted = streams.filter((stream) => stream.counted);
  const judged = counted.filter(isJudged);
  const worst = findGreatest(judged, compareBadness);
  if (worst === null) return notGraded('No data', [whyNothing(streams, counted)]);
  const grade = gradeOfSeverity(worst.severity);
  const loss = findGreatest(
    counted.filter((stream) => stream.lossPercent.average !== null),
    byAverage('lossPercent'),
  );
  const lossNote: PersonNote = counted.some((stream) => stream.averageLossInvalid)
    ? 'loss not readable'
    : 'loss not reported';
  // Without any loss a stream that looks perfect proves nothing.
  if (grade === 'Good' && loss === null) return notGraded('No data', [lossNote]);
  const latency = findGreatest(
    counted.filter((stream) => stream.latencyMs.average !== null),
    byAverage('latencyMs'),
  );
  return {
    grade,
    severity: worst.severity,
    rankValue: Math.max(...judged.map((stream) => stream.rankValue)),
    rankSum: judged.reduce((sum, stream) => sum + stream.rankValue, 0),
    reason:
      grade === 'Good' || worst.metric === null ? null : { type: worst.type, metric: worst.metric, spike: worst.spike },
    notes: [...(loss === null ? [lossNote] : []), ...(latency === null ? (['latency not reported'] as const) : [])],
    lossPercent: loss?.lossPercent.average ?? null,
    lossType: loss?.type ?? null,
    latencyMs: latency?.latencyMs.average ?? null,
    latencyType: latency?.type ?? null,
    mos: lowestMos(counted, listenOnly, thresholds),
  };
}

function notGraded(grade: Extract<PersonGrade, 'Short stay' | 'No data'>, notes: readonly PersonNote[]): Findings {
  return {
    grade,
    severity: null,
    rankValue: null,
    rankSum: null,
    reason: null,
    notes,
    lossPercent: null,
    lossType: null,
    latencyMs: null,
    latencyType: null,
    mos: null,
  };
}

function whyNothing(streams: readonly GradedStream[], counted: readonly GradedStream[]): PersonNote {
  // Only a presenter has active streams that do not count.
  if (counted.length === 0 && streams.length > 0) return 'sent nothing';
  return counted.some((stream) => stream.averageLossInvalid) ? 'loss not readable' : 'nothing measured';
}

function isJudged(stream: GradedStream): stream is JudgedStream {
  return stream.severity !== null && stream.rankValue !== null;
}

/** The greatest element; of equal ones the first, which is the first in the order of the table. */
function findGreatest<Item>(items: readonly Item[], compare: (one: Item, other: Item) => number): Item | null {
  return items.reduce<Item | null>((best, item) => (best === null || compare(item, best) > 0 ? item : best), null);
}

function compareValues(one: number, other: number): number {
  return isAbove(one, other) ? 1 : isBelow(one, other) ? -1 : 0;
}

function compareBadness(one: JudgedStream, other: JudgedStream): number {
  return compareValues(one.severity, other.severity) || compareValues(one.rankValue, other.rankValue);
}

function byAverage(metric: 'lossPercent' | 'latencyMs') {
  return (one: Stream, other: Stream) => compareValues(one[metric].average ?? -1, other[metric].average ?? -1);
}

function lowestMos(counted: readonly GradedStream[], listenOnly: boolean, thresholds: Thresholds): number | null {
  let lowest: number | null = null;
  for (const { type, latencyMs, jitterMs, lossPercent } of counted) {
    if (!isAudio(type) || lossPercent.average === null) continue;
    const latency = listenOnly ? null : latencyMs.average;
    const { mos } = estimateMos(latency, jitterMs.average, lossPercent.average, thresholds);
    if (lowest === null || mos < lowest) lowest = mos;
  }
  return lowest;
}

function isAudio(type: StreamType): boolean {
  return streamKind(type).medium === 'audio';
}

/** Of several values of an attribute the one of the longest visit; the last one, when a stay is unknown. */
function mergeAttributes(visits: readonly Visit[]): Person['attributes'] {
  const attributes: { -readonly [Name in keyof Person['attributes']]: Person['attributes'][Name] } = {};
  for (const name of CAUSE_ATTRIBUTES) {
    let chosen: string | undefined;
    let longest = 0;
    let allKnown = true;
    for (const visit of visits) {
      const value = visit.attributes[name]?.trim() ?? '';
      if (value === '') continue;
      const stay = knownStay(visit.staySeconds);
      if (stay === null) allKnown = false;
      if (!allKnown || (stay ?? 0) >= longest) chosen = value;
      longest = Math.max(longest, stay ?? 0);
    }
    if (chosen !== undefined) attributes[name] = chosen;
  }
  return attributes;
}
