import { isSpeech } from './active.ts';
import { gradeStream, UNGRADED } from './grade-stream.ts';
import { type JudgedStream, judge } from './judge.ts';
import { isDrop } from './leave-reason.ts';
import { mergeAttributes } from './merge-attributes.ts';
import { mergeStreams, type UsedStream } from './merge-streams.ts';
import type { Person } from './person.ts';
import { isBelow } from './rounding.ts';
import { totalStay } from './stay.ts';
import { streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';
import { worseTransport } from './transport.ts';
import type { Visit } from './visit.ts';
import { timesOfVisits } from './visit-times.ts';
import { NO_ZOOM_QUALITY, worseQuality } from './zoom-quality.ts';
import { scoresOf } from './zoom-scores.ts';

/** What is decided outside: the person's place in the report, and the role. */
export type PersonIdentity = Pick<Person, 'id' | 'number' | 'role' | 'roleGuessed'>;

/**
 * Merges the visits of one person (at least one, repeated rows already joined) and grades the result. How much a
 * presenter counts is not known yet: that is decided among all of them (presenter-weight).
 */
export function gradePerson(visits: readonly Visit[], identity: PersonIdentity, thresholds: Thresholds): Person {
  const listenOnly = !visits.some((visit) => visit.streams.some((stream) => isSpeech(stream, thresholds)));
  const staySeconds = totalStay(visits);
  const isShortStay = staySeconds !== null && isBelow(staySeconds, thresholds.shortStaySeconds);
  const drops = visits.filter((visit) => isDrop(visit.leaveReason ?? null)).length;
  const { role } = identity;
  const visitTimes = timesOfVisits(visits);
  const transport = worseTransport(visits.map((visit) => visit.transport));
  const streams = mergeStreams(visits, thresholds).map((used) =>
    gradeUsed(used, { role, listenOnly, isShortStay }, thresholds),
  );
  return {
    ...identity,
    name: visits.findLast((visit) => visit.name.trim() !== '')?.name.trim() ?? '',
    visits: visits.length,
    staySeconds,
    ...(visitTimes && { visitTimes }),
    ...(transport && { transport }),
    drops,
    ...judge({ streams, role, listenOnly, drops, isShortStay }, thresholds),
    countsFully: null,
    listenOnly,
    cpuOverloaded: visits.some((visit) => visit.cpuOverloaded),
    zoomQuality: visits.reduce(
      (worst, visit) => worseQuality(worst, visit.zoomQuality ?? NO_ZOOM_QUALITY),
      NO_ZOOM_QUALITY,
    ),
    ...scoresOf(visits),
    attributes: mergeAttributes(visits),
    streams: streams.map(({ stream }) => stream),
  };
}

function gradeUsed(
  { stream, barelyUsed }: UsedStream,
  { role, listenOnly, isShortStay }: Pick<Person, 'role' | 'listenOnly'> & { readonly isShortStay: boolean },
  thresholds: Thresholds,
): JudgedStream {
  const graded = barelyUsed ? UNGRADED : gradeStream(stream, listenOnly, thresholds);
  const { severity, rankValue, metric, spike, steady } = graded;
  const { direction } = streamKind(stream.type);
  const counted = !isShortStay && !barelyUsed && direction === (role === 'presenter' ? 'sent' : 'received');
  return { stream: { ...stream, severity, rankValue, metric, spike, barelyUsed, counted }, steady };
}
