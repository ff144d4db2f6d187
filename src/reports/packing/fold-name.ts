/** No name that is shown is longer, and what is typed is cut here before anything is done to it. */
const MAX_LENGTH = 200;
/** Accents, the colours of skin, joiners and marks that cannot be seen. */
const MARKS = /[\p{M}\p{Cf}\p{Emoji_Modifier}]+/gu;
/** All but letters, digits and pictures: a hyphen, an apostrophe or a bracket separates words, whatever its form. */
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{So}]+/gu;
/** Letters that are not made of a plain one and an accent, as people type them who lack them. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', þ: 'th', æ: 'ae', œ: 'oe', ŧ: 't', ŋ: 'n', ς: 'σ', ə: 'e' },
};
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/**
 * A name as it is compared: words of small letters without accents, one space between them. Case goes by way of capitals,
 * which have one form of İ, I, ı and i, of ß and ss, and of a sigma at the end. Blank when nothing can be compared.
 */
export function foldName(name: string): string {
  return name
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .normalize('NFKD')
    .replace(MARKS, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter)
    .replace(BETWEEN_WORDS, ' ')
    .trim();
}
