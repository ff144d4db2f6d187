import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';

/** More than a person types in a minute; what asks faster is no person, and would fill the queue for everybody else. */
export const ASKS_PER_MINUTE = 100;
const MINUTE_MS = 60_000;

/** Bounds what one person may ask of Zoom. Reports that are kept are free. */
export interface AskLimit {
  /** Counts an ask. @throws AppError `too-many-asks` when there were too many in this minute */
  count(userId: string): Promise<void>;
}

/** Counted in the store, for all replicas together. */
export function createAskLimit({ kv, clock }: { kv: Kv; clock: Clock }): AskLimit {
  return {
    async count(userId) {
      const minute = Math.floor(clock.now() / MINUTE_MS);
      const { name, lifeSeconds } = keys.asksOfPerson(userId, minute);
      const asks = await kv.increment(name, 1, lifeSeconds);
      if (asks <= ASKS_PER_MINUTE) return;
      throw new AppError(
        { kind: 'too-many-asks', asks: ASKS_PER_MINUTE, retryAt: new Date((minute + 1) * MINUTE_MS).toISOString() },
        `${asks} asks of one person in a minute`,
      );
    },
  };
}
