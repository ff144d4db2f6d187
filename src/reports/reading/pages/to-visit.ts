import { identityKeys } from '../../../qos/identity.ts';
import type { Stream } from '../../../qos/stream.ts';
import type { Visit } from '../../../qos/visit.ts';
import { NO_ZOOM_QUALITY } from '../../../qos/zoom-quality.ts';
import { scoresOf } from '../../../qos/zoom-scores.ts';
import type { ReadVisit } from '../../../webinar/participant.ts';

/**
 * Drops what must not be kept: the texts that tell people apart, an e-mail address among them, leave as hashes.
 * Streams that were never used leave nothing; most people have several, and a checkpoint holds everybody's.
 * @param hash one-way, keyed, the same in all replicas
 * @param isUsed whether the grading would look at the stream at all
 */
export function createVisitConverter(
  hash: (text: string) => string,
  isUsed: (stream: Stream) => boolean,
): (visit: ReadVisit) => Visit {
  return (visit) => ({
    visitId: visit.visitId,
    identityKeys: identityKeys(visit).map(hash),
    name: visit.name,
    role: visit.role,
    staySeconds: visit.staySeconds,
    joinedAtMs: visit.joinedAtMs ?? null,
    leftAtMs: visit.leftAtMs ?? null,
    transport: visit.transport ?? null,
    leaveReason: visit.leaveReason ?? null,
    zoomQuality: visit.zoomQuality ?? NO_ZOOM_QUALITY,
    ...scoresOf([visit]),
    streams: visit.streams.filter(isUsed),
    cpuOverloaded: visit.cpuOverloaded,
    attributes: visit.attributes,
  });
}
