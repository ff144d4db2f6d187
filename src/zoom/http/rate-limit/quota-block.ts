import { z } from 'zod';
import type { Clock } from '../../../runtime/clock.ts';
import { DAY_MS, nextUtcMidnight } from '../../../runtime/utc-day.ts';
import { keys } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import { createStoredValue } from '../../../storage/stored-value.ts';
import { orWithoutStore } from '../without-store.ts';

/** Zoom's own word that the day's calls are used up, remembered for all replicas. */
export interface QuotaBlock {
  /** Milliseconds since 1970 until which this process knows of a block; null: none. */
  knownUntilMs(): number | null;
  /** The same for all replicas; what this process knows while the store is away. */
  untilMs(): Promise<number | null>;
  /** @param retryAfterMs as Zoom gave it; null or 0, as for an instant that has passed: until Zoom's day ends */
  start(retryAfterMs: number | null): Promise<void>;
}

/** Zoom's day is no longer: whatever a Retry-After says, one call asks again after that. */
const MAX_BLOCK_MS = DAY_MS;
/** Another replica's news may be this old: it costs a call or two, and asking for it at every call would cost more. */
const ASK_EVERY_MS = 1_000;

/** No block at first; the store is asked for one that other replicas know of. */
export function createQuotaBlock(kv: Kv, clock: Clock): QuotaBlock {
  /** Milliseconds since 1970. */
  const storedUntil = createStoredValue(kv, z.number());
  let blockedUntilMs = 0;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  function knownUntilMs(): number | null {
    return clock.now() < blockedUntilMs ? blockedUntilMs : null;
  }

  return {
    knownUntilMs,

    async untilMs() {
      const known = knownUntilMs();
      if (known !== null || clock.now() - askedAtMs < ASK_EVERY_MS) return known;
      askedAtMs = clock.now();
      const stored = await orWithoutStore(
        () => storedUntil.get(keys.zoomQuotaBlock),
        () => null,
      );
      // A block that began while the store was asked stays.
      if (stored !== null) blockedUntilMs = Math.max(blockedUntilMs, stored);
      return knownUntilMs();
    },

    async start(retryAfterMs) {
      const now = clock.now();
      const forMs = Math.min(MAX_BLOCK_MS, retryAfterMs || nextUtcMidnight(now) - now);
      blockedUntilMs = now + forMs;
      await orWithoutStore(
        () => storedUntil.set(keys.zoomQuotaBlock, blockedUntilMs, Math.ceil(forMs / 1000)),
        () => undefined,
      );
    },
  };
}
