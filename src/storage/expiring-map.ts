import type { Clock } from '../runtime/clock.ts';

/** More than one, so that dead entries go faster than new ones come. */
const SWEPT_PER_SET = 3;

/** A map whose entries go at their time, whether or not anybody asks for them again. */
interface ExpiringMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V, ttlMs: number): void;
  /** Changes the value and leaves its life as it is; nothing happens to an absent one. */
  replace(key: string, value: V): void;
  expire(key: string, ttlMs: number): void;
  delete(key: string): boolean;
  clear(): void;
  /** Entries held, also dead ones that are not yet swept away. */
  size(): number;
}

/**
 * Most keys are never asked for again, so every `set` also looks at a few others, in turn.
 * @param onGone told of every key that goes, at its time or because it is deleted
 */
export function createExpiringMap<V>(clock: Clock, onGone: (key: string) => void = () => undefined): ExpiringMap<V> {
  const entries = new Map<string, { value: V; expiresAt: number }>();
  let inTurn = entries.entries();

  function sweep(): void {
    for (let looked = 0; looked < SWEPT_PER_SET; looked += 1) {
      const next = inTurn.next();
      if (next.done) {
        inTurn = entries.entries();
        return;
      }
      const [key, entry] = next.value;
      if (entry.expiresAt <= clock.now()) drop(key);
    }
  }

  function drop(key: string): boolean {
    const wasThere = entries.delete(key);
    if (wasThere) onGone(key);
    return wasThere;
  }

  function find(key: string) {
    const entry = entries.get(key);
    if (!entry || entry.expiresAt > clock.now()) return entry;
    drop(key);
    return undefined;
  }

  return {
    get: (key) => find(key)?.value,
    set: (key, value, ttlMs) => {
      sweep();
      entries.set(key, { value, expiresAt: clock.now() + ttlMs });
    },
    replace: (key, value) => {
      const entry = find(key);
      if (entry) entry.value = value;
    },
    expire: (key, ttlMs) => {
      const entry = find(key);
      if (entry) entry.expiresAt = clock.now() + ttlMs;
    },
    delete: (key) => find(key) !== undefined && drop(key),
    clear: () => entries.clear(),
    size: () => entries.size,
  };
}
