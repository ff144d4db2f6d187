import type { AppError } from '../../../errors.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Sleep } from '../../../runtime/sleep.ts';
import { keys } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import type { CallContext } from '../../../webinar/call-owner.ts';
import { toLimitedError } from '../zoom-errors.ts';
import type { DailyQuota } from './daily-quota.ts';
import { createPermitQueue, type Permit, type PermitQueue } from './permit-queue.ts';
import { createPermitSlots } from './permit-slots.ts';
import { createSlidingWindow } from './sliding-window.ts';

/** Zoom's rate labels that the bot uses; but for Medium they have one daily quota together. */
export type RateLabel = 'heavy' | 'intensive' | 'medium';

/** The account's limits, or the share of them that the bot may use. */
export interface ZoomLimits {
  readonly heavyPerSecond: number;
  /** Heavy and Resource-intensive calls together. */
  readonly heavyPerDay: number;
  readonly intensivePerMinute: number;
  /** The part of the day's calls that only automatic reports may use, in percent. */
  readonly quotaReservePercent: number;
}

export interface RateLimiterDeps {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly limits: Pick<ZoomLimits, 'heavyPerSecond' | 'intensivePerMinute'>;
  /** Every permit is a call of it. */
  readonly dailyQuota: Pick<DailyQuota, 'throwIfBlocked' | 'countCall' | 'refundCall' | 'refusalFor'>;
}

/** Lets as many calls through as the account may make in a second and in a minute, in turn (CallOwner). */
export interface RateLimiter {
  /**
   * Returns when one call may leave.
   * @throws AppError `zoom-limited`: the daily quota is used up, or the wait would be too long
   * @throws the signal's reason when it is aborted
   */
  acquirePermit(label: RateLabel, context: CallContext): Promise<void>;
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
/** For a slot: other replicas cannot have reserved that much unless something is wrong. */
const MAX_WAIT_MS = 60_000;
/** For a turn, with everybody before: the page token that a read goes on with lives for a quarter of an hour. */
const MAX_QUEUE_MS = 300_000;
/** So much of the row one replica reserves in advance. */
const AHEAD_MS = 250;

/** All replicas take their slots from the store; while it is away, each goes by itself. */
export function createRateLimiter({ kv, clock, sleep, limits, dailyQuota }: RateLimiterDeps): RateLimiter {
  const queues: Readonly<Record<RateLabel, PermitQueue & { readonly spacingMs: number }>> = {
    heavy: createQueue('heavy', (1000 * SPREAD) / limits.heavyPerSecond),
    intensive: createQueue('intensive', (60_000 * SPREAD) / limits.intensivePerMinute),
    // Zoom allows half as many again, or twice as many; nobody waits for them.
    medium: createQueue('medium', (1000 * SPREAD) / limits.heavyPerSecond),
  };
  const window = createSlidingWindow(limits.heavyPerSecond, WINDOW_MS, clock);

  function createQueue(label: RateLabel, spacingMs: number) {
    const reserveSlot = createPermitSlots(kv, clock, keys.zoomPermits(label), spacingMs);
    const queue = createPermitQueue({
      reserve: () => reservePermit(label, reserveSlot),
      // A refund that fails makes the quota a call smaller, not larger.
      refund() {
        if (label !== 'medium') dailyQuota.refundCall().catch(() => undefined);
      },
      waitUntil: (momentMs) => waitForSlot(label, momentMs - clock.now()),
      refusalFor: ({ kind }, usedToday) => dailyQuota.refusalFor(kind, usedToday),
      ahead: Math.ceil(AHEAD_MS / spacingMs),
      clock,
    });
    return Object.assign(queue, { spacingMs });
  }

  /** One round trip to the store: slot and quota are asked for together. */
  async function reservePermit(label: RateLabel, reserveSlot: () => Promise<number>): Promise<Permit> {
    if (label === 'medium') return { momentMs: clock.now() + (await reserveSlot()), usedToday: 0 };
    dailyQuota.throwIfBlocked();
    const [waitMs, usedToday] = await Promise.all([reserveSlot(), dailyQuota.countCall()]);
    return { momentMs: clock.now() + waitMs, usedToday };
  }

  async function waitForSlot(label: RateLabel, waitMs: number): Promise<void> {
    if (waitMs > MAX_WAIT_MS) throw toTooLong(label, waitMs);
    // The store rounds up to whole milliseconds, so 1 may be almost none; SPREAD has room for it, a fast read has not.
    if (waitMs > 1) await sleep(waitMs);
  }

  function toTooLong(label: RateLabel, waitMs: number): AppError {
    const detail = `next free ${label} call in ${Math.round(waitMs)} ms`;
    return toLimitedError('second', new Date(clock.now() + waitMs), detail);
  }

  return {
    async acquirePermit(label, { owner, signal }) {
      signal?.throwIfAborted();
      if (label !== 'medium') dailyQuota.throwIfBlocked();
      const queue = queues[label];
      const queueMs = queue.size * queue.spacingMs;
      if (queueMs > MAX_QUEUE_MS) throw toTooLong(label, queueMs);
      await queue.acquire(owner, signal);
      if (label !== 'heavy') return;
      for (let restMs = window.remainingMs(); restMs > 0; restMs = window.remainingMs()) {
        await sleep(Math.ceil(restMs), signal);
      }
      window.mark();
    },

    reserveNextPermit: (label) => queues[label].announce(),
    releasePermit: (label) => queues[label].retract(),
  };
}
