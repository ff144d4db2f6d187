import type { Clock } from '../../../runtime/clock.ts';

/** An older permit would let a call leave beside those of other replicas. */
const GOOD_FOR_MS = 1_000;

/** At most one permit for each label that was reserved before it is needed; its moment is in milliseconds since 1970. */
export interface ReservedPermits<Label> {
  /** The moment of the reserved permit, which may reject as its reservation does; null when there is none. */
  take(label: Label): Promise<number> | null;
  /** Does nothing while one is reserved. */
  reserve(label: Label, reservePermit: () => Promise<number>): void;
  /** Gives the permit's call back to the daily quota. */
  release(label: Label): void;
}

/** @param refundCall takes a call back that was counted and will not be made */
export function createReservedPermits<Label>(clock: Clock, refundCall: () => Promise<void>): ReservedPermits<Label> {
  const reserved = new Map<Label, { readonly moment: Promise<number>; readonly sinceMs: number }>();

  function release(label: Label): void {
    const permit = reserved.get(label);
    reserved.delete(label);
    // What was refused was not counted. A refund that fails makes the quota a call smaller, not larger.
    permit?.moment.then(refundCall).catch(() => undefined);
  }

  return {
    take(label) {
      const permit = reserved.get(label);
      if (!permit) return null;
      if (clock.now() - permit.sinceMs > GOOD_FOR_MS) {
        release(label);
        return null;
      }
      reserved.delete(label);
      return permit.moment;
    },

    reserve(label, reservePermit) {
      if (reserved.has(label)) return;
      const moment = reservePermit();
      // Awaited by whoever takes it; nobody may.
      moment.catch(() => undefined);
      reserved.set(label, { moment, sinceMs: clock.now() });
    },

    release,
  };
}
