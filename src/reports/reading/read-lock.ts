import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';

const TTL_SECONDS = 60;
const RENEW_EVERY_MS = 15_000;

/** The right to read one occurrence. */
interface BuildLock {
  /** Aborted when somebody else holds the lock, as after a long standstill of this process. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface BuildLocks {
  /** null when another job holds it. The same job, run again after a crash, gets its own lock back. */
  acquire(occurrenceKey: string, jobId: string): Promise<BuildLock | null>;
}

export function createBuildLocks(kv: Kv): BuildLocks {
  return {
    async acquire(occurrenceKey, jobId) {
      const key = keys.buildLock(occurrenceKey);
      const taken = await kv.setIfAbsent(key, jobId, TTL_SECONDS);
      if (!taken && !(await kv.expireIfEquals(key, jobId, TTL_SECONDS))) return null;

      const lost = new AbortController();
      const renewal = setInterval(() => {
        kv.expireIfEquals(key, jobId, TTL_SECONDS).then(
          (held) => {
            if (!held) lost.abort(new Error('the build lock was lost'));
          },
          // The store is away for the moment: the lock outlives several missed renewals.
          () => undefined,
        );
      }, RENEW_EVERY_MS);
      renewal.unref();

      return {
        lost: lost.signal,
        async release() {
          clearInterval(renewal);
          // A lock that cannot be given back now runs out by itself; the outcome of the read must not depend on it.
          await kv.deleteIfEquals(key, jobId).catch(() => false);
        },
      };
    },
  };
}
