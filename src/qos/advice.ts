import { isGraded } from './grade.ts';
import type { Person, Reason } from './person.ts';

/**
 * Something a person can try; the words are in the messages. `wired`: a cable instead of Wi-Fi. `mostly-fine`: nothing
 * to do, at most a short peak was seen. `check-presenter-uplink`: the audience heard it, so look at the way up first.
 */
export type Advice =
  | 'close-other-programs'
  | 'check-presenter-uplink'
  | 'wired'
  | 'closer-to-access-point'
  | 'leave-vpn'
  | 'stop-uploads'
  | 'other-network'
  | 'update-client'
  | 'mostly-fine';

const MAX_ADVICE = 3;

/** At most three things to try, the most promising first; none for people who are not graded. */
export function adviseFor(
  person: Pick<Person, 'grade' | 'reason' | 'role' | 'cpuOverloaded' | 'attributes'>,
): Advice[] {
  if (!isGraded(person.grade)) return [];
  const { reason } = person;
  const advice: Advice[] = person.cpuOverloaded ? ['close-other-programs'] : [];
  if (reason === null || reason.spike) return [...advice, 'mostly-fine'];
  if (person.role === 'presenter') advice.push('check-presenter-uplink');
  advice.push(...adviseOnMetric(reason, person.attributes.network_type ?? ''));
  return [...new Set(advice)].slice(0, MAX_ADVICE);
}

function adviseOnMetric(reason: Reason, networkType: string): Advice[] {
  switch (reason.metric) {
    case 'fps':
      return ['close-other-programs', 'stop-uploads', 'update-client'];
    case 'latency':
      return [...adviseOnNetwork(networkType), 'leave-vpn', 'stop-uploads', 'other-network'];
    case 'loss':
    case 'jitter':
    // A connection that breaks off is one that loses everything for a while.
    case 'drops':
      return [...adviseOnNetwork(networkType), ...nearer(networkType), 'stop-uploads', 'leave-vpn', 'other-network'];
  }
}

/** Zoom's words are Wired, Wifi, PPP, Cellular and Others; unknown is treated as Wi-Fi, which is the likelier culprit. */
function adviseOnNetwork(networkType: string): Advice[] {
  switch (networkType.trim().toLowerCase()) {
    case 'wired':
      return [];
    case 'cellular':
      return ['other-network'];
    default:
      return ['wired'];
  }
}

/** Distance to the access point loses packets; it adds little delay. */
function nearer(networkType: string): Advice[] {
  return networkType.trim().toLowerCase() === 'wifi' ? ['closer-to-access-point'] : [];
}
