import { isActive, withoutUnmeasured } from './active.ts';
import { gradeStream } from './grade-stream.ts';
import { isAbove, isBelow } from './rounding.ts';
import { knownStay } from './stay.ts';
import { type MetricRange, type Resolution, type Stream, streamKind, streamOrder } from './stream.ts';
import type { Thresholds } from './thresholds.ts';
import type { Visit } from './visit.ts';

/** A stream of one visit, and how long that visit was; null: unknown. */
interface Contribution {
  readonly stream: Stream;
  readonly staySeconds: number | null;
}

/** Whether no visit has an active stream of sent audio. */
export function isListenOnly(visits: readonly Visit[], thresholds: Thresholds): boolean {
  return !visits.some((visit) =>
    visit.streams.some((stream) => {
      const { medium, direction } = streamKind(stream.type);
      return medium === 'audio' && direction === 'sent' && isActive(stream, thresholds);
    }),
  );
}

/**
 * One stream for each type that was active in any of a person's visits, in the order of the table. Only visits in
 * which it was active take part. Averages are weighted by the visits' stays where all of these are known.
 */
export function mergeStreams(visits: readonly Visit[], listenOnly: boolean, thresholds: Thresholds): Stream[] {
  const [first, ...rest] = visits;
  // Most people come once; nothing to merge then.
  if (first !== undefined && rest.length === 0) return inTableOrder([...pickStreams(first, listenOnly, thresholds)]);
  const byType = new Map<Stream['type'], Contribution[]>();
  for (const visit of visits) {
    const staySeconds = knownStay(visit.staySeconds);
    for (const stream of pickStreams(visit, listenOnly, thresholds)) {
      const contribution = { stream, staySeconds };
      const others = byType.get(stream.type);
      if (others === undefined) byType.set(stream.type, [contribution]);
      else others.push(contribution);
    }
  }
  return inTableOrder([...byType.values()].map(mergeContributions));
}

function inTableOrder(streams: Stream[]): Stream[] {
  return streams.sort((one, other) => streamOrder(one.type) - streamOrder(other.type));
}

/** The active streams of a visit, each type once: of two the worse one. */
function pickStreams(visit: Visit, listenOnly: boolean, thresholds: Thresholds): Iterable<Stream> {
  const picked = new Map<Stream['type'], Stream>();
  for (const raw of visit.streams) {
    if (!isActive(raw, thresholds)) continue;
    const stream = withoutUnmeasured(raw);
    const earlier = picked.get(stream.type);
    if (earlier === undefined || isWorse(stream, earlier, listenOnly, thresholds)) picked.set(stream.type, stream);
  }
  return picked.values();
}

function isWorse(stream: Stream, earlier: Stream, listenOnly: boolean, thresholds: Thresholds): boolean {
  const one = gradeStream(stream, listenOnly, thresholds);
  const other = gradeStream(earlier, listenOnly, thresholds);
  const severity = one.severity ?? -1;
  const otherSeverity = other.severity ?? -1;
  if (isAbove(severity, otherSeverity)) return true;
  return !isBelow(severity, otherSeverity) && isAbove(one.rankValue ?? -1, other.rankValue ?? -1);
}

function mergeContributions(contributions: readonly Contribution[]): Stream {
  const [first, ...rest] = contributions;
  if (first === undefined) throw new RangeError('a stream needs a visit');
  if (rest.length === 0) return first.stream;
  const lossPercent = mergeRanges(contributions, (stream) => stream.lossPercent);
  return {
    type: first.stream.type,
    bitrateKbps: mergeRanges(contributions, (stream) => stream.bitrateKbps),
    lossPercent,
    latencyMs: mergeRanges(contributions, (stream) => stream.latencyMs),
    jitterMs: mergeRanges(contributions, (stream) => stream.jitterMs),
    frameRateFps: mergeRanges(contributions, (stream) => stream.frameRateFps),
    resolution: contributions.reduce<Resolution | null>((best, { stream }) => largest(best, stream.resolution), null),
    averageLossInvalid: lossPercent.average === null && contributions.some(({ stream }) => stream.averageLossInvalid),
  };
}

function mergeRanges(contributions: readonly Contribution[], rangeOf: (stream: Stream) => MetricRange): MetricRange {
  let min: number | null = null;
  let peak: number | null = null;
  let known = 0;
  let sum = 0;
  let weightedSum = 0;
  let totalSeconds: number | null = 0;
  for (const { stream, staySeconds } of contributions) {
    const range = rangeOf(stream);
    if (range.min !== null && (min === null || range.min < min)) min = range.min;
    if (range.peak !== null && (peak === null || range.peak > peak)) peak = range.peak;
    if (range.average === null) continue;
    known += 1;
    sum += range.average;
    weightedSum += range.average * (staySeconds ?? 0);
    totalSeconds = totalSeconds === null || staySeconds === null ? null : totalSeconds + staySeconds;
  }
  if (known === 0) return { min, average: null, peak };
  return { min, average: totalSeconds === null ? sum / known : weightedSum / totalSeconds, peak };
}

function largest(one: Resolution | null, other: Resolution | null): Resolution | null {
  if (one === null || other === null) return one ?? other;
  return other.width * other.height > one.width * one.height ? other : one;
}
