/** Plainly made-up names: a fruit or an animal with its letter, then numbers. */
const WORDS = [
  'Apple',
  'Badger',
  'Cherry',
  'Dolphin',
  'Elderberry',
  'Falcon',
  'Grape',
  'Heron',
  'Ibis',
  'Jackfruit',
  'Koala',
  'Lemon',
  'Mango',
  'Newt',
  'Orange',
  'Papaya',
  'Quince',
  'Raccoon',
  'Strawberry',
  'Tangerine',
  'Urchin',
  'Vanilla',
  'Walnut',
  'Xerus',
  'Yak',
  'Zebra',
];

/** `Apple A`, `Badger B`, …, then `Apple A2`: unique for every index from 0. */
export function sampleName(index: number): string {
  const word = WORDS[index % WORDS.length] ?? 'Apple';
  const round = Math.floor(index / WORDS.length);
  return `${word} ${word.charAt(0)}${round === 0 ? '' : round + 1}`;
}

/** The address that goes with the name, always @example.com. */
export function sampleEmail(index: number): string {
  return `${sampleName(index).toLowerCase().replace(' ', '.')}@example.com`;
}
