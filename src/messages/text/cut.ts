const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How long a text is. */
type Measure = (text: string) => number;

/** As people count, nearly: an emoji outside the basic plane is one. */
function countCodePoints(text: string): number {
  return [...text].length;
}

/** As the strictest reading of Slack's limits counts. */
export function countCodeUnits(text: string): number {
  return text.length;
}

/**
 * At most `max` characters, the last of them an ellipsis when something was cut off. Never cuts inside what a reader
 * sees as one character, unless that one alone is too long.
 */
export function cutText(text: string, max: number, measure: Measure = countCodePoints): string {
  if (measure(text) <= max) return text;
  // Segmenting is slow, and a character torn by the slice ends past the last one that is kept.
  const start = [...text].slice(0, max);
  const kept =
    takeWhileFits(graphemes.segment(start.join('')), max - 1, measure) || takeWhileFits(start, max - 1, measure);
  return `${kept.trimEnd()}…`;
}

function takeWhileFits(parts: Iterable<string | Intl.SegmentData>, max: number, measure: Measure): string {
  let kept = '';
  let length = 0;
  for (const part of parts) {
    const segment = typeof part === 'string' ? part : part.segment;
    length += measure(segment);
    if (length > max) break;
    kept += segment;
  }
  return kept;
}
