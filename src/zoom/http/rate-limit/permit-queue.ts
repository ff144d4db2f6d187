import type { AppError } from '../../../errors.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { createFairQueue } from '../../../runtime/fair-queue.ts';
import type { CallOwner } from '../../../webinar/call-owner.ts';

/** An older permit would let a call leave beside those of other replicas. */
const HELD_FOR_MS = 1_000;

/** A slot of the row of all replicas, with the call counted. */
export interface Permit {
  /** When the call may leave, milliseconds since 1970. */
  readonly momentMs: number;
  /** Calls of the day, this one among them. */
  readonly usedToday: number;
}

export interface PermitQueueDeps {
  /** @throws AppError `zoom-limited` when nobody may call */
  readonly reserve: () => Promise<Permit>;
  /** Takes the call of a permit back that nobody will make. Never rejects. */
  readonly refund: () => void;
  /** Returns when the moment has come. @throws AppError `zoom-limited` when it is too far away */
  readonly waitUntil: (momentMs: number) => Promise<void>;
  /** Why the owner may not make the call; null when he may. */
  readonly refusalFor: (owner: CallOwner, usedToday: number) => AppError | null;
  /** Permits that are reserved at the same time: enough that the way to the store costs no slot, and no more. */
  readonly ahead: number;
  readonly clock: Clock;
}

interface Caller {
  readonly owner: CallOwner;
  grant(): void;
  refuse(error: unknown): void;
}

/** The calls of one label that wait for a permit. */
export interface PermitQueue {
  readonly size: number;
  /** @throws what `reserve`, `waitUntil` and `refusalFor` say; the signal's reason */
  acquire(owner: CallOwner, signal?: AbortSignal): Promise<void>;
  /** A call will come soon: its permit is reserved in advance. One at most. */
  announce(): void;
  /** It will not. */
  retract(): void;
}

/**
 * Gives permits in turn (CallOwner). Slots are reserved when they are about to be used, so that the row of all replicas is
 * short, and whoever comes late with little to ask takes the next slot but one, however many calls wait.
 */
export function createPermitQueue(deps: PermitQueueDeps): PermitQueue {
  const { clock, ahead, refund } = deps;
  const callers = createFairQueue<Caller>();
  let underWay = 0;
  let announced = false;
  let held: { readonly usedToday: number; readonly sinceMs: number } | null = null;

  function reserveWhatIsNeeded(): void {
    while (underWay < ahead && underWay < callers.size + (announced ? 1 : 0)) {
      underWay += 1;
      bringPermit();
    }
  }

  function bringPermit(): void {
    deps
      .reserve()
      .then(async ({ momentMs, usedToday }) => {
        try {
          await deps.waitUntil(momentMs);
        } catch (error) {
          refund();
          callers.next()?.refuse(error);
          return;
        }
        give(usedToday);
      })
      .catch((error: unknown) => {
        announced = false;
        // Permits that are under way may still serve as many.
        while (callers.size >= underWay) {
          const caller = callers.next();
          if (!caller) break;
          caller.refuse(error);
        }
      })
      .finally(() => {
        underWay -= 1;
        reserveWhatIsNeeded();
      });
  }

  function give(usedToday: number): void {
    for (let caller = callers.next(); caller; caller = callers.next()) {
      const refusal = deps.refusalFor(caller.owner, usedToday);
      if (!refusal) {
        caller.grant();
        return;
      }
      caller.refuse(refusal);
    }
    if (announced) held = { usedToday, sinceMs: clock.now() };
    else refund();
    announced = false;
  }

  function takeHeld(owner: CallOwner): boolean {
    if (held === null) return false;
    const { usedToday, sinceMs } = held;
    held = null;
    if (clock.now() - sinceMs <= HELD_FOR_MS && deps.refusalFor(owner, usedToday) === null) return true;
    refund();
    return false;
  }

  return {
    get size() {
      return callers.size;
    },

    acquire(owner, signal) {
      signal?.throwIfAborted();
      if (takeHeld(owner)) return Promise.resolve();
      // The permit that was announced is this one, as any other would be.
      announced = false;
      return new Promise<void>((resolve, reject) => {
        const stopListening = () => signal?.removeEventListener('abort', giveUp);
        const remove = callers.add([owner.kind, owner.person, owner.webinar], {
          owner,
          grant() {
            stopListening();
            resolve();
          },
          refuse(error) {
            stopListening();
            reject(error);
          },
        });
        function giveUp(): void {
          remove();
          reject(signal?.reason);
        }
        signal?.addEventListener('abort', giveUp, { once: true });
        reserveWhatIsNeeded();
      });
    },

    announce() {
      if (held !== null) return;
      announced = true;
      reserveWhatIsNeeded();
    },

    retract() {
      announced = false;
      if (held === null) return;
      held = null;
      refund();
    },
  };
}
