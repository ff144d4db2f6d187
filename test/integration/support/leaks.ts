/** Something that must not turn up, and how it would look. */
export interface Secret {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Where each secret turns up: `place: what`, with the text around it. */
export function findLeaks(
  texts: Iterable<readonly [place: string, text: string]>,
  secrets: readonly Secret[],
): string[] {
  const leaks: string[] = [];
  for (const [place, text] of texts) {
    for (const { what, pattern } of secrets) {
      const found = pattern.exec(text);
      if (found) leaks.push(`${place}: ${what} in …${text.slice(Math.max(0, found.index - 80), found.index + 80)}…`);
    }
  }
  return leaks;
}

/** A text as it is, as part of a URL, and in base64 wherever it may begin. */
export function secretText(what: string, text: string): Secret {
  const forms = [text, encodeURIComponent(text), ...base64Forms(text)];
  return { what, pattern: new RegExp(forms.map(escapePattern).join('|'), 'i') };
}

/** The middle of the base64 of anything that contains the text, for its three possible offsets. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(' '.repeat(offset) + text)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(offset === 0 ? 0 : offset + 1, -2);
  });
}

function escapePattern(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
