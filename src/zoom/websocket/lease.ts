import type { Sleep } from '../../runtime/sleep.ts';
import type { Key } from '../../storage/keys.ts';
import type { Lock, Locks } from '../../storage/lock.ts';

/** Whoever does not hold it looks so often whether it is free. */
const LOOK_EVERY_MS = 2_000;

export type Holder = 'us' | 'another' | 'unknown';

/** Who of all replicas may do something that only one may. */
export interface Lease {
  holder(): Holder;
  /**
   * Works whenever this process holds it, until the signal is aborted.
   * @param work ends soon after its signal is aborted: another one holds the lease, or all is over
   */
  run(work: (signal: AbortSignal) => Promise<void>, stopping: AbortSignal): Promise<void>;
}

export function createLease({
  locks,
  key,
  owner,
  sleep,
  onTrouble,
}: {
  locks: Locks;
  key: Key;
  /** Of this process alone. */
  owner: string;
  sleep: Sleep;
  onTrouble: (error: unknown) => void;
}): Lease {
  let holder: Holder = 'unknown';

  /** null: another one holds it, or nobody knows. */
  async function acquire(): Promise<Lock | null> {
    try {
      const lock = await locks.acquire(key, owner);
      holder = lock ? 'us' : 'another';
      return lock;
    } catch (error) {
      holder = 'unknown';
      onTrouble(error);
      return null;
    }
  }

  /** A lease that ran out while the store was away is nobody's: it is taken up again, and the work goes on. */
  async function hold(first: Lock, work: (signal: AbortSignal) => Promise<void>, stopping: AbortSignal): Promise<void> {
    const over = new AbortController();
    let lock: Lock | null = first;
    const onLost = async (): Promise<void> => {
      await lock?.release();
      lock = over.signal.aborted ? null : await acquire();
      if (lock) lock.lost.addEventListener('abort', () => void onLost(), { once: true });
      else over.abort(new Error('another process holds the lease'));
    };
    lock.lost.addEventListener('abort', () => void onLost(), { once: true });
    try {
      await work(AbortSignal.any([stopping, over.signal]));
    } finally {
      over.abort();
      await lock?.release();
      if (holder === 'us') holder = 'unknown';
    }
  }

  return {
    holder: () => holder,
    async run(work, stopping) {
      while (!stopping.aborted) {
        const lock = await acquire();
        if (lock) await hold(lock, work, stopping);
        else await sleep(LOOK_EVERY_MS, stopping).catch(() => undefined);
      }
    },
  };
}
