/** Text that cannot be seen and serves no script: soft hyphens, fillers, byte order marks, direction marks and overrides. */
const INVISIBLE =
  /\u00ad|\u034f|\u061c|\u115f|\u1160|\u180e|\u200b|\u200e|\u200f|[\u202a-\u202e]|[\u2060-\u206f]|\u3164|\ufeff|\uffa0|[\ufff9-\ufffb]/g;
/** Line breaks of every kind, tabs, control characters and runs of spaces. */
const BREAKS_AND_CONTROLS = /[\p{Cc}\p{Z}]+/gu;
/** Marks stacked on one letter until they cover the lines above and below. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line: breaks and controls become a space, direction overrides and stacked marks go. */
export function toOneLine(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '').replace(BREAKS_AND_CONTROLS, ' ').replace(STACKED_MARKS, '$1');
}

/** One trimmed line, blank when nothing visible is left. Says nothing about mark-up: see `mrkdwn` and `toPlainText`. */
export function cleanText(text: string): string {
  const line = toOneLine(text).trim();
  return VISIBLE.test(line) ? line : '';
}
