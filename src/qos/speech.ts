import { streamsOfVisit } from './merge-streams.ts';
import type { GradedStream } from './person.ts';
import { isHost } from './role.ts';
import { knownStay } from './stay.ts';
import { type Stream, streamKind } from './stream.ts';
import type { Thresholds } from './thresholds.ts';
import type { Visit } from './visit.ts';

/** How much a presenter said, in the two units between which all presenters together decide. */
export interface Speech {
  readonly isHost: boolean;
  /** A visit has no known stay: then nobody's seconds are counted. */
  readonly isStayUnknown: boolean;
  /** Average kbps times seconds, over all visits; null when nothing is known to be said. */
  readonly kbpsSeconds: number | null;
  /** Average kbps over all visits together. */
  readonly kbps: number | null;
}

/** @param streams the same visits, merged */
export function measureSpeech(
  visits: readonly Visit[],
  streams: readonly GradedStream[],
  thresholds: Thresholds,
): Speech {
  let kbpsSeconds: number | null = null;
  for (const visit of visits) {
    const stay = knownStay(visit.staySeconds) ?? 0;
    for (const { stream, barelyUsed } of streamsOfVisit(visit, thresholds)) {
      const kbps = barelyUsed ? null : spokenKbps(stream);
      if (kbps !== null) kbpsSeconds = (kbpsSeconds ?? 0) + kbps * stay;
    }
  }
  let kbps: number | null = null;
  for (const stream of streams) {
    const spoken = stream.barelyUsed ? null : spokenKbps(stream);
    if (spoken !== null) kbps = (kbps ?? 0) + spoken;
  }
  const isStayUnknown = visits.some((visit) => knownStay(visit.staySeconds) === null);
  return { isHost: isHost(visits), isStayUnknown, kbpsSeconds, kbps };
}

function spokenKbps({ type, bitrateKbps }: Stream): number | null {
  const { medium, direction } = streamKind(type);
  return medium === 'audio' && direction === 'sent' ? bitrateKbps.average : null;
}
