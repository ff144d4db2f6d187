import { z } from 'zod';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parseStored } from '../../storage/stored-value.ts';

/** Slack takes five posts to a response_url within 30 minutes; the last minute is left for clocks that disagree. */
const USES = { progress: 3, answer: 2 } as const;
const RESPONSE_URL_LIFE_MS = 29 * 60_000;
const TTL_SECONDS = 3 * 24 * 3600;

/** Where an answer goes: the message that `responseUrl` belongs to, or else a direct message to the asker. */
export const Destination = z.object({
  responseUrl: z.string(),
  /** Milliseconds since 1970 at which Slack handed out the response_url. */
  issuedAt: z.number(),
  userId: z.string(),
  channelId: z.string(),
  /** False for a message that others see too: no progress is written over it. */
  isPrivate: z.boolean(),
});
export type Destination = z.infer<typeof Destination>;

/** Somebody who asked and has not been answered yet. */
export const Waiter = z.object({
  id: z.string(),
  /** Shown to the person when something fails, and carried by every log line about this ask. */
  reference: z.string(),
  destination: Destination,
  /** A report read before this moment (milliseconds since 1970) is no answer; 0 takes any fresh one. */
  notBefore: z.number(),
});
export type Waiter = z.infer<typeof Waiter>;

/** Those who wait for an answer, by the occurrence they wait for. */
export interface WaitingList {
  save(waiter: Waiter): Promise<void>;
  /** null when the waiter was answered, or the record has run out. */
  load(waiterId: string): Promise<Waiter | null>;
  join(occurrenceKey: string, waiter: Waiter): Promise<void>;
  waitersFor(occurrenceKey: string): Promise<Waiter[]>;
  isWaiting(occurrenceKey: string, waiterId: string): Promise<boolean>;
  leave(occurrenceKey: string, waiterIds: readonly string[]): Promise<void>;
  /** The waiter has its answer: a repeated delivery finds nothing to do. */
  finish(waiterId: string): Promise<void>;
  /** Takes one of the uses of the waiter's response_url. False when those for this purpose are used up or it is too old. */
  takeUse(waiter: Waiter, purpose: keyof typeof USES): Promise<boolean>;
}

export function createWaitingList({ kv, clock }: { kv: Kv; clock: Clock }): WaitingList {
  async function load(waiterId: string): Promise<Waiter | null> {
    return parseStored(Waiter, await kv.get(keys.waiter(waiterId)));
  }

  return {
    load,
    save: (waiter) => kv.set(keys.waiter(waiter.id), JSON.stringify(waiter), TTL_SECONDS),

    async join(occurrenceKey, waiter) {
      await kv.hashSet(keys.waiting(occurrenceKey), { [waiter.id]: waiter.reference }, TTL_SECONDS);
    },

    async waitersFor(occurrenceKey) {
      const ids = await kv.hashKeys(keys.waiting(occurrenceKey));
      const waiters = (await Promise.all(ids.map(load))).filter((waiter) => waiter !== null);
      const waiting = new Set(waiters.map(({ id }) => id));
      // Answered, and the crash came before `leave`: nobody else would ever take them off the list.
      const gone = ids.filter((id) => !waiting.has(id));
      if (gone.length > 0) await kv.hashDelete(keys.waiting(occurrenceKey), ...gone);
      return waiters;
    },

    async isWaiting(occurrenceKey, waiterId) {
      const [reference] = await kv.hashGet(keys.waiting(occurrenceKey), [waiterId]);
      return typeof reference === 'string';
    },

    async leave(occurrenceKey, waiterIds) {
      if (waiterIds.length > 0) await kv.hashDelete(keys.waiting(occurrenceKey), ...waiterIds);
    },

    finish: (waiterId) => kv.delete(keys.waiter(waiterId)),

    async takeUse(waiter, purpose) {
      if (clock.now() - waiter.destination.issuedAt > RESPONSE_URL_LIFE_MS) return false;
      return (await kv.increment(keys.waiterUses(waiter.id, purpose), 1, TTL_SECONDS)) <= USES[purpose];
    },
  };
}
