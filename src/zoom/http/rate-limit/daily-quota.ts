import type { AppError } from '../../../errors.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { nextUtcMidnight, utcDate } from '../../../runtime/utc-day.ts';
import { keys } from '../../../storage/keys.ts';
import type { Kv } from '../../../storage/kv.ts';
import type { CallKind } from '../../../webinar/call-owner.ts';
import { orWithoutStore } from '../without-store.ts';
import { toLimitedError } from '../zoom-errors.ts';
import { createQuotaBlock } from './quota-block.ts';

export interface DailyQuotaDeps {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly callsPerDay: number;
  /** The part of them that only automatic reports may use, in percent. */
  readonly reservePercent: number;
  /** Hears of every call that was counted or refused; `usedToday` is at most `perDay`. */
  readonly onQuota?: ((quota: { readonly usedToday: number; readonly perDay: number }) => void) | undefined;
}

/** The calls that all replicas together may make in a day of UTC. */
export interface DailyQuota {
  /**
   * Costs no round trip, so it comes before anything is reserved.
   * @throws AppError `zoom-limited` when this process knows that Zoom refuses
   */
  throwIfBlocked(): void;
  /**
   * Counts a call that is about to be made; gives the calls of the day, this one among them.
   * @throws AppError `zoom-limited`: the quota is used up, or Zoom says so; the call is not counted then
   */
  countCall(): Promise<number>;
  /**
   * Why this kind of call is not to be made although it was counted, as the rest of the day is kept for automatic reports;
   * null when it may be made. What is refused has to be taken back.
   */
  refusalFor(kind: CallKind, usedToday: number): AppError | null;
  /** Takes back a call that was counted and will not be made. */
  refundCall(): Promise<void>;
  /**
   * Zoom said that the quota is used up, perhaps by other apps: no replica spends a call until then.
   * @param retryAfterMs what Zoom asked to wait; null or 0: until its day ends
   */
  blockQuota(retryAfterMs: number | null): Promise<void>;
  /** The same on a day on which nothing was used. */
  callsPerDay(kind: CallKind): number;
  /** For this kind of call; at least 0, null while the store is away. */
  callsLeftToday(kind?: CallKind): Promise<number | null>;
}

/** Counts in the store, and by itself while the store is away. */
export function createDailyQuota({ kv, clock, callsPerDay, reservePercent, onQuota }: DailyQuotaDeps): DailyQuota {
  const forPeople = callsPerDay - Math.floor((callsPerDay * reservePercent) / 100);
  const mostFor = (kind: CallKind) => (kind === 'automatic' ? callsPerDay : forPeople);
  const block = createQuotaBlock(kv, clock);
  let date = '';
  let usedToday = 0;

  async function add(by: 1 | -1): Promise<number> {
    const today = utcDate(clock.now());
    if (date !== today) usedToday = 0;
    date = today;
    const { name, lifeSeconds } = keys.zoomDailyQuota(today);
    const known = await orWithoutStore(
      () => kv.increment(name, by, lifeSeconds),
      () => null,
    );
    usedToday = known ?? usedToday + by;
    return usedToday;
  }

  async function addCall(): Promise<number> {
    const used = await add(1);
    onQuota?.({ usedToday: Math.min(used, callsPerDay), perDay: callsPerDay });
    if (used <= callsPerDay) return used;
    await add(-1);
    throw untilTomorrow(`all ${callsPerDay} calls of the day are used`);
  }

  function untilTomorrow(detail: string): AppError {
    return toLimitedError('day', new Date(nextUtcMidnight(clock.now())), detail);
  }

  return {
    throwIfBlocked() {
      const untilMs = block.knownUntilMs();
      if (untilMs !== null) throw toBlockedError(untilMs);
    },

    async countCall() {
      const [untilMs, used] = await Promise.all([block.untilMs(), addCall()]);
      if (untilMs === null) return used;
      await add(-1);
      throw toBlockedError(untilMs);
    },

    refusalFor(kind, used) {
      if (used <= mostFor(kind)) return null;
      return untilTomorrow(`the last ${callsPerDay - forPeople} calls of the day are kept for automatic reports`);
    },

    async refundCall() {
      await add(-1);
    },

    callsPerDay: mostFor,

    blockQuota: (retryAfterMs) => block.start(retryAfterMs),

    async callsLeftToday(kind = 'automatic') {
      if ((await block.untilMs()) !== null) return 0;
      const { name } = keys.zoomDailyQuota(utcDate(clock.now()));
      return orWithoutStore(
        async () => Math.max(0, mostFor(kind) - Number((await kv.get(name)) ?? '0')),
        () => null,
      );
    },
  };
}

function toBlockedError(untilMs: number): AppError {
  return toLimitedError('day', new Date(untilMs), 'Zoom said that the calls of the day are used');
}
