const OTHER = 'other';
/** Every value of a label is a series that Prometheus keeps. */
const MOST_VALUES = 50;
const LONGEST_VALUE = 60;

/**
 * For a label whose values come from outside, as Slack's words for what is wrong: the first fifty are kept, whatever comes
 * after them, or is no word, is `other`.
 */
export function createBoundedValues(): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= MOST_VALUES || value.length > LONGEST_VALUE || !isWord(value)) return OTHER;
    known.add(value);
    return value;
  };
}

/** `invalid_auth`, `HTTP 503`, `no answer`. */
function isWord(value: string): boolean {
  return /^[\w .-]+$/.test(value);
}
