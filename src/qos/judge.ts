import { gradeOfSeverity } from './grade.ts';
import type { StreamGrade } from './grade-stream.ts';
import { estimateMos } from './mos.ts';
import type { GradedStream, Person, PersonGrade, PersonNote, Reason } from './person.ts';
import { isAbove, isBelow } from './rounding.ts';
import { type Stream, streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';

/** The part of a person that depends on the grade; nothing of it is said of somebody who is not graded. */
export type Findings = Pick<
  Person,
  | 'grade'
  | 'severity'
  | 'rankValue'
  | 'rankSum'
  | 'impaired'
  | 'reason'
  | 'notes'
  | 'lossPercent'
  | 'lossType'
  | 'latencyMs'
  | 'latencyType'
  | 'mos'
>;

/** A stream of a person, graded, with its severity by the averages alone. */
export interface JudgedStream {
  readonly stream: GradedStream;
  readonly steady: StreamGrade['steady'];
}

/** What a person is judged by. */
export interface Evidence extends Pick<Person, 'role' | 'listenOnly' | 'drops'> {
  /** In the order of the table. */
  readonly streams: readonly JudgedStream[];
  readonly isShortStay: boolean;
}

/** Something that makes a grade: a stream, or the connection that broke off. */
interface Charge {
  readonly severity: number;
  readonly rankValue: number;
  readonly steady: number | null;
  readonly reason: Reason | null;
}

/** The worst metric of the worst stream that counts, or the drops, decide the grade. */
export function judge({ streams, ...evidence }: Evidence, thresholds: Thresholds): Findings {
  const counted = streams.filter(({ stream }) => stream.counted);
  const byStreams = counted.flatMap(toCharge);
  const charges = [...byStreams, ...chargeDrops(evidence.drops, thresholds)];
  const worst = findGreatest(charges, compareBadness);
  if (worst === null && evidence.isShortStay) return notGraded('Short stay', []);
  const all = streams.map(({ stream }) => stream);
  const heard = counted.map(({ stream }) => stream);
  if (worst === null) return notGraded('No data', [whyNothing(all, heard, evidence)]);
  const grade = gradeOfSeverity(worst.severity);
  const loss = findWorst(heard, 'lossPercent');
  const lossNote = heard.some((stream) => stream.averageLossInvalid) ? 'loss not readable' : 'loss not reported';
  // Without any loss a stream that looks perfect proves nothing.
  if (grade === 'Good' && loss === null) return notGraded('No data', [lossNote]);
  const latency = findWorst(heard, 'latencyMs');
  return {
    grade,
    severity: worst.severity,
    rankValue: Math.max(...charges.map((charge) => charge.rankValue)),
    rankSum: charges.reduce((sum, charge) => sum + charge.rankValue, 0),
    impaired: charges.some(({ steady }) => steady !== null && gradeOfSeverity(steady) !== 'Good'),
    reason: grade === 'Good' ? null : worst.reason,
    notes:
      byStreams.length === 0
        ? [evidence.isShortStay ? 'short stay' : whyNothing(all, heard, evidence)]
        : ([
            ...(loss === null ? [lossNote] : []),
            ...(latency === null ? ['latency not reported'] : []),
          ] as PersonNote[]),
    lossPercent: loss?.lossPercent.average ?? null,
    lossType: loss?.type ?? null,
    latencyMs: latency?.latencyMs.average ?? null,
    latencyType: latency?.type ?? null,
    mos: lowestMos(heard, evidence.listenOnly, thresholds),
  };
}

function toCharge({ stream, steady }: JudgedStream): Charge[] {
  const { severity, rankValue, type, metric, spike } = stream;
  if (severity === null || rankValue === null) return [];
  return [{ severity, rankValue, steady, reason: metric === null ? null : { type, metric, spike } }];
}

/** One or two visits that broke off are Fair, more are Poor: nobody leaves three times by chance. */
function chargeDrops(drops: number, { dropsForFair, dropsForPoor }: Thresholds): Charge[] {
  if (drops < Math.max(1, dropsForFair)) return [];
  const severity = drops < dropsForPoor ? 25 : 50;
  return [{ severity, rankValue: severity, steady: severity, reason: { type: null, metric: 'drops', spike: false } }];
}

function notGraded(grade: Extract<PersonGrade, 'Short stay' | 'No data'>, notes: readonly PersonNote[]): Findings {
  return {
    grade,
    severity: null,
    rankValue: null,
    rankSum: null,
    impaired: false,
    reason: null,
    notes,
    lossPercent: null,
    lossType: null,
    latencyMs: null,
    latencyType: null,
    mos: null,
  };
}

function whyNothing(
  streams: readonly GradedStream[],
  counted: readonly GradedStream[],
  { role }: Pick<Evidence, 'role'>,
): PersonNote {
  if (counted.length === 0 && streams.length > 0) {
    if (role === 'attendee') return 'received nothing';
    return streams.some((stream) => stream.barelyUsed) ? 'barely used' : 'sent nothing';
  }
  return counted.some((stream) => stream.averageLossInvalid) ? 'loss not readable' : 'nothing measured';
}

/** The greatest element; of equal ones the first, which is the first in the order of the table. */
function findGreatest<Item>(items: readonly Item[], compare: (one: Item, other: Item) => number): Item | null {
  return items.reduce<Item | null>((best, item) => (best === null || compare(item, best) > 0 ? item : best), null);
}

function compareValues(one: number, other: number): number {
  return isAbove(one, other) ? 1 : isBelow(one, other) ? -1 : 0;
}

function compareBadness(one: Charge, other: Charge): number {
  return compareValues(one.severity, other.severity) || compareValues(one.rankValue, other.rankValue);
}

/** The stream with the greatest average; null when none is known. */
function findWorst(streams: readonly GradedStream[], metric: 'lossPercent' | 'latencyMs'): GradedStream | null {
  const average = (stream: Stream) => stream[metric].average ?? -1;
  const known = streams.filter((stream) => stream[metric].average !== null);
  return findGreatest(known, (one, other) => compareValues(average(one), average(other)));
}

function lowestMos(streams: readonly GradedStream[], listenOnly: boolean, thresholds: Thresholds): number | null {
  let lowest: number | null = null;
  for (const { type, latencyMs, jitterMs, lossPercent } of streams) {
    if (streamKind(type).medium !== 'audio' || lossPercent.average === null) continue;
    const latency = listenOnly ? null : latencyMs.average;
    const { mos } = estimateMos(latency, jitterMs.average, lossPercent.average, thresholds);
    if (lowest === null || mos < lowest) lowest = mos;
  }
  return lowest;
}
