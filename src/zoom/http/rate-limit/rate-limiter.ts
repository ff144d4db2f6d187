import type { AppError } from '../../../errors.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Sleep } from '../../../runtime/sleep.ts';
import type { Kv } from '../../../storage/kv.ts';
import { limitedError, nextUtcMidnight } from '../retry.ts';
import { orWithoutStore } from '../without-store.ts';
import { createDayBlock } from './quota-block.ts';
import { createSpareSlots } from './reserved-permits.ts';
import { createSentWindow } from './sliding-window.ts';

/** Zoom's rate labels that the bot uses; they have one budget per day together. */
export type RateLabel = 'heavy' | 'intensive';

/** The account's limits, or the share of them that the bot may use. */
export interface ZoomLimits {
  readonly heavyPerSecond: number;
  /** Heavy and Resource-intensive calls together. */
  readonly heavyPerDay: number;
  readonly intensivePerMinute: number;
}

/** Where the replicas meet. */
export interface PaceKeys {
  zoomLane(label: string): string;
  zoomDay(utcDate: string): string;
  /** Holds the instant until which Zoom refuses every call of the day's budget. */
  readonly zoomBlocked: string;
}

export interface PaceDeps {
  readonly kv: Kv;
  readonly keys: PaceKeys;
  readonly clock: Clock;
  readonly wait: Sleep;
  readonly limits: ZoomLimits;
  readonly onQuota?: ((quota: { readonly usedToday: number; readonly perDay: number }) => void) | undefined;
}

/** Lets calls through at the account's pace. */
export interface Pace {
  /**
   * Returns when one call may leave.
   * @throws AppError `zoom-limited`: the day's budget is used up, or the wait would be over a minute
   * @throws the signal's reason when it is aborted
   */
  take(label: RateLabel, signal?: AbortSignal): Promise<void>;
  /** Reserves the slot of a call that will follow at once, while the one before it is still under way. */
  reserveAhead(label: RateLabel): void;
  /** That call will not come after all. */
  giveBack(label: RateLabel): void;
  /**
   * Zoom said that the day's budget is used up, perhaps by other apps: no replica spends a call until then.
   * @param retryAfterMs what Zoom asked to wait; null or 0: until its day ends
   */
  blockDay(retryAfterMs: number | null): Promise<void>;
  /** Calls that are left of the day's budget, at least 0; null while the store is away. */
  callsLeftToday(): Promise<number | null>;
}

/**
 * Slots are a little further apart than the limit asks, in milliseconds for one second: 40 slots take 1,050 ms, so that timers
 * and the network may be late without any sliding second holding a 41st. A full bucket that refills would allow two fillings.
 */
const SPREAD = 1.05;
/** A second, and what the way to Zoom may shift two calls against each other. */
const WINDOW_MS = 1_020;
const MAX_WAIT_MS = 60_000;
const DAY_TTL_SECONDS = 2 * 86_400;

export function createPace({ kv, keys, clock, wait, limits, onQuota }: PaceDeps): Pace {
  const lanes = {
    heavy: createLane((1000 * SPREAD) / limits.heavyPerSecond),
    intensive: createLane((60_000 * SPREAD) / limits.intensivePerMinute),
  };
  const sent = createSentWindow(limits.heavyPerSecond, WINDOW_MS, clock);
  const block = createDayBlock(kv, keys.zoomBlocked, clock);
  const spares = createSpareSlots(clock, () => count(-1));
  let day = '';
  let usedToday = 0;

  /** The wait for the next slot: shared by all replicas, or this process's own while the store is away. */
  function createLane(spacingMs: number): (key: string) => Promise<number> {
    let nextFreeMs = 0;
    function reserveHere(): number {
      const now = clock.now();
      const slotMs = Math.max(now, nextFreeMs);
      nextFreeMs = slotMs + spacingMs;
      return slotMs - now;
    }
    return (key) => orWithoutStore(() => kv.reserveSlot(key, spacingMs), reserveHere);
  }

  function utcDate(): string {
    return new Date(clock.now()).toISOString().slice(0, 10);
  }

  async function count(by: 1 | -1): Promise<void> {
    const today = utcDate();
    if (day !== today) usedToday = 0;
    day = today;
    const known = await orWithoutStore(
      () => kv.increment(keys.zoomDay(today), by, DAY_TTL_SECONDS),
      () => null,
    );
    usedToday = known ?? usedToday + by;
  }

  async function countCall(): Promise<void> {
    await count(1);
    const perDay = limits.heavyPerDay;
    onQuota?.({ usedToday: Math.min(usedToday, perDay), perDay });
    if (usedToday <= perDay) return;
    await count(-1);
    throw limitedError('day', new Date(nextUtcMidnight(clock.now())), `all ${perDay} calls of the day are used`);
  }

  async function waitForSlot(label: RateLabel, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (waitMs > MAX_WAIT_MS) {
      throw limitedError(
        'second',
        new Date(clock.now() + waitMs),
        `next free ${label} call in ${Math.round(waitMs)} ms`,
      );
    }
    // The store rounds up to whole milliseconds, so 1 may be almost none; SPREAD has room for it, a fast read has not.
    if (waitMs > 1) await wait(waitMs, signal);
    if (label !== 'heavy') return;
    for (let restMs = sent.remainingMs(); restMs > 0; restMs = sent.remainingMs())
      await wait(Math.ceil(restMs), signal);
    sent.mark();
  }

  /** One round trip to the store, not three. Gives the moment of the slot, milliseconds since 1970. */
  async function reserve(label: RateLabel): Promise<number> {
    const knownUntilMs = block.knownUntilMs();
    if (knownUntilMs !== null) throw blockedError(knownUntilMs);
    const [waitMs, untilMs] = await Promise.all([lanes[label](keys.zoomLane(label)), block.untilMs(), countCall()]);
    if (untilMs !== null) {
      await count(-1);
      throw blockedError(untilMs);
    }
    return clock.now() + waitMs;
  }

  return {
    async take(label, signal) {
      signal?.throwIfAborted();
      const slotMs = await (spares.take(label) ?? reserve(label));
      await waitForSlot(label, slotMs - clock.now(), signal);
    },

    reserveAhead: (label) => spares.fill(label, () => reserve(label)),
    giveBack: (label) => spares.empty(label),

    blockDay: (retryAfterMs) => block.start(retryAfterMs),

    async callsLeftToday() {
      if ((await block.untilMs()) !== null) return 0;
      return orWithoutStore(
        async () => Math.max(0, limits.heavyPerDay - Number((await kv.get(keys.zoomDay(utcDate()))) ?? '0')),
        () => null,
      );
    },
  };
}

function blockedError(untilMs: number): AppError {
  return limitedError('day', new Date(untilMs), 'Zoom said that the calls of the day are used');
}
