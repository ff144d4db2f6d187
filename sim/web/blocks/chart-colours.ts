/** In styles/data.css, for light and for dark. */
const COLOURS = 6;

/** Slack chooses the colours of the parts; they differ in brightness, too. */
export function colourOf(index: number): string {
  return `var(--part-${(index % COLOURS) + 1})`;
}
