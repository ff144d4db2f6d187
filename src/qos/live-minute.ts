import { isActive, isBarelyUsed, withoutUnmeasured } from './active.ts';
import { gradeStream } from './grade-stream.ts';
import { type Stream, streamKind } from './stream.ts';
import type { GradedMedium, Thresholds } from './thresholds.ts';

/** One medium that somebody sent for about a minute of a running show. */
export interface SentMinute {
  readonly medium: GradedMedium;
  /** The record's own time, milliseconds since 1970. */
  readonly atMs: number;
  readonly lossPercent: number | null;
  /** Round trip. */
  readonly latencyMs: number | null;
  readonly jitterMs: number | null;
}

/** How somebody who only receives was off in a minute; as grades of a report, by what was received. */
export type ListenerGrade = 'Good' | 'Fair' | 'Poor' | 'Bad';

const SEVERITIES = [
  [75, 'Bad'],
  [50, 'Poor'],
  [25, 'Fair'],
] as const satisfies readonly (readonly [number, ListenerGrade])[];

/**
 * What was sent: who sends, presents. A muted microphone, a camera that is off and a stream that carried next to nothing
 * are left out; of two streams of one medium the one that lost more counts.
 */
export function sentMinutes(streams: readonly Stream[], atMs: number, thresholds: Thresholds): SentMinute[] {
  const byMedium = new Map<GradedMedium, SentMinute>();
  for (const raw of streams) {
    const { medium, direction } = streamKind(raw.type);
    if (direction !== 'sent') continue;
    if (!isActive(raw, thresholds) || isBarelyUsed(raw, thresholds)) continue;
    const stream = withoutUnmeasured(raw);
    const minute: SentMinute = {
      medium,
      atMs,
      lossPercent: stream.lossPercent.average,
      latencyMs: stream.latencyMs.average,
      jitterMs: stream.jitterMs.average,
    };
    const known = byMedium.get(medium);
    if (!known || (minute.lossPercent ?? -1) > (known.lossPercent ?? -1)) byMedium.set(medium, minute);
  }
  return [...byMedium.values()];
}

/** Of somebody who receives; null when nothing that can be graded arrived. */
export function listenerGrade(streams: readonly Stream[], thresholds: Thresholds): ListenerGrade | null {
  let worst: number | null = null;
  for (const raw of streams) {
    if (streamKind(raw.type).direction !== 'received' || !isActive(raw, thresholds)) continue;
    const { severity } = gradeStream(withoutUnmeasured(raw), true, thresholds);
    if (severity !== null) worst = Math.max(worst ?? 0, severity);
  }
  if (worst === null) return null;
  const severity = worst;
  return SEVERITIES.find(([least]) => severity >= least)?.[1] ?? 'Good';
}
