/** Few enough for a webinar of a hundred, many enough for one of a hundred thousand. */
const BUCKETS = 64;
/** The hash of an id and a slot. */
const BYTES = 4 + 3;

/** Where everybody is, by their ids: the fields of the index. */
export function packIds(slotOf: ReadonlyMap<string, number>): Record<string, string> {
  const buckets = new Map<string, number[]>();
  for (const [id, slot] of slotOf) {
    const field = idField(id);
    const bucket = buckets.get(field);
    if (bucket) bucket.push(hash(id), slot);
    else buckets.set(field, [hash(id), slot]);
  }
  return Object.fromEntries([...buckets].map(([field, pairs]) => [field, packPairs(pairs)]));
}

/** The field that tells where a person is. */
export function idField(id: string): string {
  return `ids:${hash(id) % BUCKETS}`;
}

/** The slots that may be the person's, from that field. Nearly always one: hashes may be equal, so look at the id there. */
export function slotsOfId(packed: string | null | undefined, id: string): number[] {
  const bytes = Buffer.from(packed ?? '', 'base64');
  const wanted = hash(id);
  const slots: number[] = [];
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) {
    if (bytes.readUInt32BE(at) === wanted) slots.push(bytes.readUIntBE(at + 4, BYTES - 4));
  }
  return slots;
}

function packPairs(pairs: readonly number[]): string {
  const bytes = Buffer.alloc((pairs.length / 2) * BYTES);
  for (let pair = 0; pair * 2 < pairs.length; pair += 1) {
    bytes.writeUInt32BE(pairs[pair * 2] ?? 0, pair * BYTES);
    bytes.writeUIntBE(pairs[pair * 2 + 1] ?? 0, pair * BYTES + 4, BYTES - 4);
  }
  return bytes.toString('base64');
}

/** FNV-1a of the characters' codes, stirred once more so that ids which end alike go to different buckets. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}
