/**
 * A text without those of `characters` at its start and end. Looks at each character once, which a pattern such as
 * `X+$` does not.
 */
export function trimOf(text: string, characters: string): string {
  return trimEndOf(trimStartOf(text, characters), characters);
}

/** Only at the start. */
export function trimStartOf(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

/** Only at the end. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
