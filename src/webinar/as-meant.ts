/** Not seen, put there by editors, keyboards and the clipboard: soft hyphens, zero widths, directions, variation selectors. */
const INVISIBLE =
  /\u00ad|\u034f|\u061c|\u180e|\u200b|\u200c|\u200d|\u200e|\u200f|[\u202a-\u202e]|[\u2060-\u206f]|[\ufe00-\ufe0f]|\ufeff/g;
const DASHES = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/g;
const DOUBLE_QUOTES = /[\u00ab\u00bb\u201c-\u201f\u2033\u275d\u275e\u301d-\u301f\uff02]/g;
const SINGLE_QUOTES = /[\u00b4\u02bb\u02bc\u2018-\u201b\u2032\u2039\u203a\uff07]/g;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

/**
 * Text as it was meant, before a phone or a word processor made dashes, quotes and spaces of another kind of it, or put
 * something in that cannot be seen.
 */
export function asMeant(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(DOUBLE_QUOTES, '"')
    .replace(SINGLE_QUOTES, "'")
    .replace(SPACES, ' ');
}
