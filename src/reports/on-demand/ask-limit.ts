import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';

/** More than a person types in a minute; what asks faster is no person, and would fill the queue for everybody else. */
export const ASKS_PER_MINUTE = 100;
const MINUTE_MS = 60_000;

/** Bounds the webinars that one person may ask Zoom for. What is kept, and to ask for the same one again, is free. */
export interface AskLimit {
  /** Counts an ask. @throws AppError `too-many-asks` when there were too many in this minute */
  count(userId: string, webinar: string): Promise<void>;
}

/** Counted in the store, for all replicas together. */
export function createAskLimit({ kv, clock }: { kv: Kv; clock: Clock }): AskLimit {
  return {
    async count(userId, webinar) {
      const minute = Math.floor(clock.now() / MINUTE_MS);
      const ask = keys.askOfPerson(userId, minute, webinar);
      if (!(await kv.setIfAbsent(ask.name, 'asked', ask.lifeSeconds))) return;
      const { name, lifeSeconds } = keys.asksOfPerson(userId, minute);
      const asks = await kv.increment(name, 1, lifeSeconds);
      if (asks <= ASKS_PER_MINUTE) return;
      // Refused again, should it be asked again.
      await kv.delete(ask.name);
      throw new AppError(
        { kind: 'too-many-asks', asks: ASKS_PER_MINUTE, retryAt: new Date((minute + 1) * MINUTE_MS).toISOString() },
        `${asks} webinars asked for by one person in a minute`,
      );
    },
  };
}
