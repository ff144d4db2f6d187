/** What an entry costs beside its text: its place in the maps, its key. */
const ENTRY_BYTES = 150;
const BEYOND_LATIN_1 = /[\u0100-\uffff]/;

/** About the bytes that a text takes in V8's memory: one a character, two when any of them is not of Latin-1. */
export function bytesOf(text: string): number {
  return ENTRY_BYTES + text.length * (BEYOND_LATIN_1.test(text) ? 2 : 1);
}

/** How much is kept under which key; those that may be let go, in groups, the least recently used first. */
export interface KeptBytes {
  readonly total: number;
  /** The key holds so many bytes more, or fewer. */
  add(key: string, bytes: number): void;
  remove(key: string): void;
  /** The key's group was used just now. */
  touch(key: string): void;
  groups(): Iterable<{ readonly name: string; readonly keys: ReadonlySet<string> }>;
}

/** @param groupOf the group that a key is let go with; null for what stays */
export function createKeptBytes(groupOf: (key: string) => string | null): KeptBytes {
  const bytes = new Map<string, number>();
  /** In the order of use. */
  const groups = new Map<string, { readonly name: string; readonly keys: Set<string> }>();
  let total = 0;

  function touch(key: string): void {
    const name = groupOf(key);
    const group = name === null ? undefined : groups.get(name);
    if (name === null || !group) return;
    groups.delete(name);
    groups.set(name, group);
  }

  return {
    get total() {
      return total;
    },
    add(key, more) {
      total += more;
      bytes.set(key, (bytes.get(key) ?? 0) + more);
      const name = groupOf(key);
      if (name === null) return;
      const group = groups.get(name) ?? { name, keys: new Set() };
      group.keys.add(key);
      groups.set(name, group);
      touch(key);
    },
    remove(key) {
      total -= bytes.get(key) ?? 0;
      bytes.delete(key);
      const name = groupOf(key);
      const group = name === null ? undefined : groups.get(name);
      if (name === null || !group) return;
      group.keys.delete(key);
      if (group.keys.size === 0) groups.delete(name);
    },
    touch,
    groups: () => groups.values(),
  };
}
