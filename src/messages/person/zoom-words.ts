import type { ZoomQuality } from '../../qos/zoom-quality.ts';

const MEDIA = [
  ['audio', 'sound'],
  ['video', 'video'],
  ['share', 'shared screen'],
] as const;

/** "Zoom says: sound poor, video good": Zoom's own labels, which are no part of our grade; null where it gave none. */
export function zoomSays(quality: ZoomQuality): string | null {
  const known = MEDIA.flatMap(([medium, word]) => (quality[medium] === null ? [] : [`${word} ${quality[medium]}`]));
  return known.length === 0 ? null : `Zoom says: ${known.join(', ')}`;
}
