/**
 * What Zoom makes of the webinar's path segment, null when it cannot name a webinar.
 *
 * The front decodes once and routes; a UUID that starts with `/` or contains `//` therefore breaks the path unless it
 * was encoded twice. A plain UUID that was encoded twice keeps its percent signs and is not found.
 */
export function decodeWebinarSegment(raw: string): string | null {
  const once = decode(raw);
  if (once === null || needsDoubleEncoding(once)) return null;
  const twice = once.includes('%') ? decode(once) : null;
  return twice !== null && needsDoubleEncoding(twice) ? twice : once;
}

/** Zoom's rule: a UUID that starts with `/` or contains `//` has to be encoded twice. */
function needsDoubleEncoding(uuid: string): boolean {
  return uuid.startsWith('/') || uuid.includes('//');
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
