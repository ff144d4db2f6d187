import { isActive, isBarelyUsed, withoutUnmeasured } from './active.ts';
import { knownStay } from './stay.ts';
import { type MetricRange, type Resolution, type Stream, streamOrder } from './stream.ts';
import type { Thresholds } from './thresholds.ts';
import type { Visit } from './visit.ts';

/** A stream that was active, and whether it carried next to nothing. */
export interface UsedStream {
  readonly stream: Stream;
  readonly barelyUsed: boolean;
}

/** Of one visit, and how long that visit was; null: unknown. */
interface Contribution extends UsedStream {
  readonly staySeconds: number | null;
}

/**
 * One stream for each type that was active in any of a person's visits, in the order of the table. Visits in which it
 * was barely used take part only where it was no more in any. Averages are weighted by the stays of the visits where
 * all of these are known.
 */
export function mergeStreams(visits: readonly Visit[], thresholds: Thresholds): UsedStream[] {
  const [first, ...rest] = visits;
  // Most people come once; nothing to merge then.
  if (first !== undefined && rest.length === 0) return inTableOrder(streamsOfVisit(first, thresholds));
  const byType = new Map<Stream['type'], Contribution[]>();
  for (const visit of visits) {
    const staySeconds = knownStay(visit.staySeconds);
    for (const used of streamsOfVisit(visit, thresholds)) addTo(byType, { ...used, staySeconds });
  }
  return inTableOrder([...byType.values()].map(mergeVisits));
}

/** The active streams of a visit, each type once: of two the worse of each metric. */
export function streamsOfVisit(visit: Visit, thresholds: Thresholds): UsedStream[] {
  const used: UsedStream[] = [];
  const types = new Set<Stream['type']>();
  for (const raw of visit.streams) {
    if (!isActive(raw, thresholds)) continue;
    used.push({ stream: withoutUnmeasured(raw), barelyUsed: isBarelyUsed(raw, thresholds) });
    types.add(raw.type);
  }
  // As in nearly every visit.
  if (types.size === used.length) return used;
  const byType = new Map<Stream['type'], UsedStream[]>();
  for (const one of used) addTo(byType, one);
  return [...byType.values()].map(mergeRepeated);
}

function addTo<Used extends UsedStream>(byType: Map<Stream['type'], Used[]>, used: Used): void {
  const others = byType.get(used.stream.type);
  if (others === undefined) byType.set(used.stream.type, [used]);
  else others.push(used);
}

function inTableOrder(streams: UsedStream[]): UsedStream[] {
  return streams.sort((one, other) => streamOrder(one.stream.type) - streamOrder(other.stream.type));
}

/** Those that were really used; all where none was. */
function reallyUsed<Used extends UsedStream>(all: readonly Used[]): readonly Used[] {
  const really = all.filter(({ barelyUsed }) => !barelyUsed);
  return really.length === 0 ? all : really;
}

function mergeRepeated(entries: readonly UsedStream[]): UsedStream {
  const used = reallyUsed(entries);
  const [first, ...rest] = used;
  if (first === undefined) throw new RangeError('a stream needs an entry');
  if (rest.length === 0) return first;
  const streams = used.map(({ stream }) => stream);
  const merged = mergeWith(streams, (ranges) => toRange(ranges, greatest(ranges, 'average')));
  const frameRates = streams.map((stream) => stream.frameRateFps);
  return {
    stream: { ...merged, frameRateFps: toRange(frameRates, least(frameRates, 'average')) },
    barelyUsed: first.barelyUsed,
  };
}

function mergeVisits(visits: readonly Contribution[]): UsedStream {
  const used = reallyUsed(visits);
  const [first, ...rest] = used;
  if (first === undefined) throw new RangeError('a stream needs a visit');
  const { barelyUsed } = first;
  if (rest.length === 0) return { stream: first.stream, barelyUsed };
  const merged = mergeWith(
    used.map(({ stream }) => stream),
    (ranges) => toRange(ranges, weightedMean(ranges, used)),
  );
  return { stream: merged, barelyUsed };
}

/** One stream of several of its type (at least one), range by range. */
function mergeWith(streams: readonly Stream[], merge: (ranges: readonly MetricRange[]) => MetricRange): Stream {
  const [first] = streams;
  if (first === undefined) throw new RangeError('nothing to merge');
  const rangesOf = (toRange: (stream: Stream) => MetricRange) => merge(streams.map(toRange));
  const lossPercent = rangesOf((stream) => stream.lossPercent);
  return {
    type: first.type,
    bitrateKbps: rangesOf((stream) => stream.bitrateKbps),
    lossPercent,
    latencyMs: rangesOf((stream) => stream.latencyMs),
    jitterMs: rangesOf((stream) => stream.jitterMs),
    frameRateFps: rangesOf((stream) => stream.frameRateFps),
    resolution: streams.reduce<Resolution | null>((best, { resolution }) => largest(best, resolution), null),
    averageLossInvalid: lossPercent.average === null && streams.some((stream) => stream.averageLossInvalid),
  };
}

function toRange(ranges: readonly MetricRange[], average: number | null): MetricRange {
  return { min: least(ranges, 'min'), average, peak: greatest(ranges, 'peak') };
}

function least(ranges: readonly MetricRange[], name: keyof MetricRange): number | null {
  return ranges.reduce<number | null>((found, { [name]: value }) => {
    return value !== null && (found === null || value < found) ? value : found;
  }, null);
}

function greatest(ranges: readonly MetricRange[], name: keyof MetricRange): number | null {
  return ranges.reduce<number | null>((found, { [name]: value }) => {
    return value !== null && (found === null || value > found) ? value : found;
  }, null);
}

/** By the stays where all that contribute are known, else the plain mean; null when no average is known. */
function weightedMean(ranges: readonly MetricRange[], visits: readonly Contribution[]): number | null {
  let known = 0;
  let sum = 0;
  let weightedSum = 0;
  let totalSeconds: number | null = 0;
  ranges.forEach(({ average }, index) => {
    if (average === null) return;
    const staySeconds = visits[index]?.staySeconds ?? null;
    known += 1;
    sum += average;
    weightedSum += average * (staySeconds ?? 0);
    totalSeconds = totalSeconds === null || staySeconds === null ? null : totalSeconds + staySeconds;
  });
  if (known === 0) return null;
  return totalSeconds === null ? sum / known : weightedSum / totalSeconds;
}

function largest(one: Resolution | null, other: Resolution | null): Resolution | null {
  if (one === null || other === null) return one ?? other;
  return other.width * other.height > one.width * one.height ? other : one;
}
