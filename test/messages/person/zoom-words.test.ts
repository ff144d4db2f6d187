import { expect, it } from 'vitest';
import { zoomSays } from '../../../src/messages/person/zoom-words.ts';

it.each([
  [{ audio: 'poor', video: null, share: null }, { audio: 2.9 }, 'Zoom says: sound poor (2.9)'],
  [{ audio: 'good', video: 'good', share: null }, { audio: 4.41 }, 'Zoom says: sound good (4.4), video good'],
  [{ audio: 'good', video: null, share: null }, undefined, 'Zoom says: sound good'],
  // A score without a word says nothing to anybody.
  [{ audio: null, video: null, share: null }, { audio: 2.9 }, null],
] as const)('%j with %j', (zoomQuality, zoomScores, words) => {
  expect(zoomSays({ zoomQuality, zoomScores })).toBe(words);
});
