import { isMuchOlder } from './client-version.ts';
import { isGraded } from './grade.ts';
import type { MetricName, Person } from './person.ts';
import { streamKind } from './stream.ts';
import { isDetour } from './transport.ts';
import { isFarAway } from './world-region.ts';

/** What may have been behind a bad connection; messages/person/advice-table has what to do, in words. */
export type Cause =
  | 'busy-computer'
  | 'far-data-centre'
  | 'vpn'
  | 'proxy'
  | 'cellular'
  | 'wifi'
  | 'unknown-network'
  | 'cable'
  | 'old-client'
  | 'browser'
  | 'effects'
  | 'uplink'
  | 'downlink'
  | 'drops'
  | 'bad-moment';

export type AdvisedPerson = Pick<
  Person,
  'grade' | 'reason' | 'drops' | 'cpuOverloaded' | 'attributes' | 'transport' | 'streams'
>;

const MAX_CAUSES = 3;

/** The likeliest first. Something seen of this person (a VPN, a phone network) comes before what is only common. */
const LIKELY: Readonly<Record<MetricName | 'drops', readonly Cause[]>> = {
  loss: ['busy-computer', 'vpn', 'proxy', 'cellular', 'wifi', 'old-client', 'uplink', 'downlink', 'browser', 'cable'],
  jitter: ['busy-computer', 'vpn', 'proxy', 'cellular', 'wifi', 'old-client', 'uplink', 'downlink', 'browser', 'cable'],
  latency: [
    'far-data-centre',
    'vpn',
    'proxy',
    'cellular',
    'wifi',
    'busy-computer',
    'uplink',
    'downlink',
    'browser',
    'cable',
  ],
  fps: ['busy-computer', 'effects', 'old-client', 'browser', 'cellular', 'wifi', 'uplink', 'downlink'],
  drops: ['vpn', 'cellular', 'wifi', 'drops', 'proxy', 'cable', 'old-client', 'browser'],
};
/** Where the network is not known, this is the likeliest: in its place, among what is known. */
const UNKNOWN_NETWORK: Cause = 'unknown-network';

/**
 * At most three causes that fit what broke and what is known of the person, the likeliest first; none for people who are
 * Good or not graded.
 * @param usualVersion the client's version that the others had, where it is known
 */
export function causesOf(person: AdvisedPerson, usualVersion: string | null | undefined): Cause[] {
  const { reason } = person;
  if (!isGraded(person.grade) || reason === null) return [];
  const found = signsOf(person, usualVersion);
  if (reason.spike) return found.has('busy-computer') ? ['busy-computer', 'bad-moment'] : ['bad-moment'];
  const order = LIKELY[reason.metric].flatMap((cause) => (cause === 'wifi' ? [cause, UNKNOWN_NETWORK] : [cause]));
  const causes = order.filter((cause) => found.has(cause));
  // A connection that also broke off is told so, last.
  if (person.drops > 0 && !causes.includes('drops')) causes.splice(MAX_CAUSES - 1, 0, 'drops');
  return causes.slice(0, MAX_CAUSES);
}

function signsOf(person: AdvisedPerson, usualVersion: string | null | undefined): ReadonlySet<Cause> {
  const { reason, attributes, transport, drops, streams } = person;
  const isSent = reason?.type != null && streamKind(reason.type).direction === 'sent';
  const byReason: Cause[] = reason?.type == null ? [] : [isSent ? 'uplink' : 'downlink'];
  const signs: readonly (readonly [Cause, boolean])[] = [
    ['busy-computer', person.cpuOverloaded],
    ['far-data-centre', isFarAway(attributes.location, attributes.data_center)],
    ['proxy', transport !== undefined && isDetour(transport)],
    ['old-client', isMuchOlder(attributes.version, usualVersion)],
    ['browser', streams.some(({ type }) => streamKind(type).path === 'rwg')],
    ['effects', reason?.metric === 'fps' && isSent],
    ['drops', drops > 0],
  ];
  const seen = signs.flatMap(([cause, isThere]) => (isThere ? [cause] : []));
  return new Set([...seen, ...byReason, ...signOfNetwork(attributes.network_type)]);
}

/** Zoom's words are Wired, Wifi, PPP, Cellular and Others. PPP is what a VPN makes. */
function signOfNetwork(networkType: string | undefined): Cause[] {
  switch (networkType?.trim().toLowerCase()) {
    case 'wired':
      return ['cable'];
    case 'wifi':
      return ['wifi'];
    case 'ppp':
      return ['vpn'];
    case 'cellular':
      return ['cellular'];
    default:
      return ['unknown-network'];
  }
}
