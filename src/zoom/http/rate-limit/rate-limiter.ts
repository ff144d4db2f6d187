import type { Clock } from '../../../runtime/clock.ts';
import type { Sleep } from '../../../runtime/sleep.ts';
import { keys } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import { orWithoutStore } from '../without-store.ts';
import { toLimitedError } from '../zoom-errors.ts';
import type { DailyQuota } from './daily-quota.ts';
import { createReservedPermits } from './reserved-permits.ts';
import { createSlidingWindow } from './sliding-window.ts';

/** Zoom's rate labels that the bot uses; they have one daily quota together. */
export type RateLabel = 'heavy' | 'intensive';

/** The account's limits, or the share of them that the bot may use. */
export interface ZoomLimits {
  readonly heavyPerSecond: number;
  /** Heavy and Resource-intensive calls together. */
  readonly heavyPerDay: number;
  readonly intensivePerMinute: number;
}

export interface RateLimiterDeps {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly limits: Omit<ZoomLimits, 'heavyPerDay'>;
  /** Every permit is a call of it. */
  readonly dailyQuota: Pick<DailyQuota, 'throwIfBlocked' | 'countCall' | 'refundCall'>;
}

/** Lets as many calls through as the account may make in a second and in a minute. */
export interface RateLimiter {
  /**
   * Returns when one call may leave.
   * @throws AppError `zoom-limited`: the daily quota is used up, or the wait would be over a minute
   * @throws the signal's reason when it is aborted
   */
  acquirePermit(label: RateLabel, signal?: AbortSignal): Promise<void>;
  /** Reserves the permit of a call that will follow at once, while the one before it is still under way. */
  reserveNextPermit(label: RateLabel): void;
  /** That call will not come after all. */
  releasePermit(label: RateLabel): void;
}

/**
 * Permits are a little further apart than the limit asks, in milliseconds for one second: 40 of them take 1,050 ms, so that
 * timers and the network may be late without any sliding second holding a 41st. A full bucket that refills would allow two
 * fillings.
 */
const SPREAD = 1.05;
/** A second, and what the way to Zoom may shift two calls against each other. */
const WINDOW_MS = 1_020;
const MAX_WAIT_MS = 60_000;

/** All replicas take their permits from the store; while it is away, each goes by itself. */
export function createRateLimiter({ kv, clock, sleep, limits, dailyQuota }: RateLimiterDeps): RateLimiter {
  const nextPermit: Readonly<Record<RateLabel, () => Promise<number>>> = {
    heavy: createPermits('heavy', (1000 * SPREAD) / limits.heavyPerSecond),
    intensive: createPermits('intensive', (60_000 * SPREAD) / limits.intensivePerMinute),
  };
  const window = createSlidingWindow(limits.heavyPerSecond, WINDOW_MS, clock);
  const reserved = createReservedPermits<RateLabel>(clock, dailyQuota.refundCall);

  /** Gives the wait for the next permit in milliseconds: one of all replicas, or this process's own while the store is away. */
  function createPermits(label: RateLabel, spacingMs: number): () => Promise<number> {
    const { name } = keys.zoomPermits(label);
    let nextFreeMs = 0;
    function reserveHere(): number {
      const now = clock.now();
      const permitMs = Math.max(now, nextFreeMs);
      nextFreeMs = permitMs + spacingMs;
      return permitMs - now;
    }
    return () => orWithoutStore(() => kv.reserveSlot(name, spacingMs), reserveHere);
  }

  /** One round trip to the store: permit and quota are asked for together. Gives the permit's moment, milliseconds since 1970. */
  async function reservePermit(label: RateLabel): Promise<number> {
    dailyQuota.throwIfBlocked();
    const [waitMs] = await Promise.all([nextPermit[label](), dailyQuota.countCall()]);
    return clock.now() + waitMs;
  }

  async function waitForPermit(label: RateLabel, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (waitMs > MAX_WAIT_MS) {
      const detail = `next free ${label} call in ${Math.round(waitMs)} ms`;
      throw toLimitedError('second', new Date(clock.now() + waitMs), detail);
    }
    // The store rounds up to whole milliseconds, so 1 may be almost none; SPREAD has room for it, a fast read has not.
    if (waitMs > 1) await sleep(waitMs, signal);
    if (label !== 'heavy') return;
    for (let restMs = window.remainingMs(); restMs > 0; restMs = window.remainingMs()) {
      await sleep(Math.ceil(restMs), signal);
    }
    window.mark();
  }

  return {
    async acquirePermit(label, signal) {
      signal?.throwIfAborted();
      const permitMs = await (reserved.take(label) ?? reservePermit(label));
      await waitForPermit(label, permitMs - clock.now(), signal);
    },

    reserveNextPermit: (label) => reserved.reserve(label, () => reservePermit(label)),
    releasePermit: (label) => reserved.release(label),
  };
}
