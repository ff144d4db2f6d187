import type { Key } from './keys.ts';
import type { Kv } from './kv.ts';

/** Renewed so often within its life that several missed renewals do not lose it. */
const RENEWALS_PER_LIFE = 4;

/** The right to do something that only one may do at a time, over all replicas. Renews itself until it is released. */
export interface Lock {
  /** Aborted when somebody else holds the lock, as after a long standstill of this process. */
  readonly lost: AbortSignal;
  /** Never rejects: a lock that cannot be given back now runs out by itself. */
  release(): Promise<void>;
}

export interface Locks {
  /**
   * The lock called `key`, for as long as the key lives or longer; null while another owner holds it. The same owner gets
   * it again, as a job does that is run again after a crash.
   */
  acquire(key: Key, owner: string): Promise<Lock | null>;
}

export function createLocks(kv: Kv): Locks {
  return {
    async acquire({ name, lifeSeconds }, owner) {
      const isFree = await kv.setIfAbsent(name, owner, lifeSeconds);
      if (!isFree && !(await kv.expireIfEquals(name, owner, lifeSeconds))) return null;

      const lost = new AbortController();
      const renewal = setInterval(
        () => {
          kv.expireIfEquals(name, owner, lifeSeconds).then(
            (isHeld) => {
              if (!isHeld) lost.abort(new Error(`the lock ${name} was lost`));
            },
            // The store is away for the moment: the lock outlives several missed renewals.
            () => undefined,
          );
        },
        (lifeSeconds * 1000) / RENEWALS_PER_LIFE,
      );
      renewal.unref();

      return {
        lost: lost.signal,
        async release() {
          clearInterval(renewal);
          await kv.deleteIfEquals(name, owner).catch(() => false);
        },
      };
    },
  };
}
