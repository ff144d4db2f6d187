/**
 * A webinar's UUID as one segment of a Zoom path. Zoom wants it percent-encoded once, and twice when it starts with
 * `/` or contains `//`: its router decodes once before it splits the path. A plain UUID encoded twice is not known to work.
 */
export function encodeUuid(uuid: string): string {
  const once = encodeURIComponent(uuid);
  return uuid.startsWith('/') || uuid.includes('//') ? encodeURIComponent(once) : once;
}
