import type { Clock } from '../../../runtime/clock.ts';
import type { KeyOfGivenLife } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import { orWithoutStore } from '../without-store.ts';

/** Reserves the next free slot; gives the wait for it in milliseconds. */
export type ReserveSlot = () => Promise<number>;

/** Slots of all replicas, or this process's own while the store is away. */
export function createPermitSlots(kv: Kv, clock: Clock, { name }: KeyOfGivenLife, spacingMs: number): ReserveSlot {
  let nextFreeMs = 0;
  function reserveHere(): number {
    const now = clock.now();
    const slotMs = Math.max(now, nextFreeMs);
    nextFreeMs = slotMs + spacingMs;
    return slotMs - now;
  }
  return () => orWithoutStore(() => kv.reserveSlot(name, spacingMs), reserveHere);
}
