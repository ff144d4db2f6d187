import { identityKeys } from '../qos/identity.ts';
import type { Visit } from '../qos/visit.ts';
import type { ReadVisit } from './ports.ts';

/**
 * Drops what must not be kept: the texts that tell people apart, an e-mail address among them, leave as hashes.
 * @param hash one-way, keyed, the same in all replicas
 */
export function createVisitConverter(hash: (text: string) => string): (visit: ReadVisit) => Visit {
  return (visit) => ({
    visitId: visit.visitId,
    identityKeys: identityKeys(visit).map(hash),
    name: visit.name,
    role: visit.role,
    staySeconds: visit.staySeconds,
    streams: visit.streams,
    cpuOverloaded: visit.cpuOverloaded,
    attributes: visit.attributes,
  });
}
