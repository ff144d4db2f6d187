import type { Person } from '../../qos/person.ts';
import { formatMos } from '../text/numbers.ts';

const MEDIA = [
  ['audio', 'sound'],
  ['video', 'video'],
  ['share', 'shared screen'],
] as const;

/** "Zoom says: sound poor (2.9), video good": Zoom's own labels and scores, which are no part of our grade; null where it gave none. */
export function zoomSays({ zoomQuality, zoomScores = {} }: Pick<Person, 'zoomQuality' | 'zoomScores'>): string | null {
  const known = MEDIA.flatMap(([medium, word]) => {
    const [label, score] = [zoomQuality[medium], zoomScores[medium]];
    if (label === null) return [];
    return [score === undefined ? `${word} ${label}` : `${word} ${label} (${formatMos(score)})`];
  });
  return known.length === 0 ? null : `Zoom says: ${known.join(', ')}`;
}
