import { type Advice, adviseFor } from '../../qos/advice.ts';
import type { Person } from '../../qos/person.ts';

const WORDS: Readonly<Record<Advice, string>> = {
  'close-other-programs': 'Close other programs: the computer may have been overloaded.',
  'check-presenter-uplink':
    'Test the upload speed where the presenter sits: the audience gets what is sent from there.',
  wired: 'Use a cable instead of Wi-Fi.',
  'closer-to-access-point': 'Sit nearer the Wi-Fi access point.',
  'leave-vpn': 'Leave the VPN for Zoom.',
  'stop-uploads': 'Stop uploads and other video on the same line.',
  'other-network': 'Try another network, such as a phone hotspot or a cable.',
  'update-client': 'Update Zoom, and turn off the virtual background.',
  'mostly-fine': 'Nothing: it was fine but for a short moment.',
};

/** "1. Use a cable instead of Wi-Fi. 2. …"; null when there is nothing to say. */
export function adviceWords(person: Person): string | null {
  // Somebody who was fine is told nothing, not that there is nothing to do.
  const advice = adviseFor(person).filter((code) => person.grade !== 'Good' || code !== 'mostly-fine');
  const [only] = advice;
  if (only === undefined) return null;
  if (advice.length === 1) return WORDS[only];
  return advice.map((code, index) => `${index + 1}. ${WORDS[code]}`).join(' ');
}
