import type { Clock } from '../../../runtime/clock.ts';

/** An older slot would let a call leave beside those of other replicas. */
const GOOD_FOR_MS = 1_000;

/** At most one slot for each label that was reserved before it is needed. */
export interface SpareSlots<Label> {
  /** The reserved slot, which may reject as its reservation does; null when there is none. */
  take(label: Label): Promise<number> | null;
  fill(label: Label, reserve: () => Promise<number>): void;
  /** Gives the slot's call back to the day's budget. */
  empty(label: Label): void;
}

/** @param refund takes a call back that was counted and will not be made */
export function createSpareSlots<Label>(clock: Clock, refund: () => Promise<void>): SpareSlots<Label> {
  const spares = new Map<Label, { readonly slot: Promise<number>; readonly sinceMs: number }>();

  function drop(label: Label): void {
    const spare = spares.get(label);
    spares.delete(label);
    // What was refused was not counted. A refund that fails makes the budget a call smaller, not larger.
    spare?.slot.then(refund).catch(() => undefined);
  }

  return {
    take(label) {
      const spare = spares.get(label);
      if (!spare) return null;
      if (clock.now() - spare.sinceMs > GOOD_FOR_MS) {
        drop(label);
        return null;
      }
      spares.delete(label);
      return spare.slot;
    },
    fill(label, reserve) {
      if (spares.has(label)) return;
      const slot = reserve();
      // Awaited by whoever takes it; nobody may.
      slot.catch(() => undefined);
      spares.set(label, { slot, sinceMs: clock.now() });
    },
    empty: drop,
  };
}
