import { z } from 'zod';
import type { Clock } from '../runtime/clock.ts';
import { parseJson } from '../runtime/parse-json.ts';
import { utcDate } from '../runtime/utc-day.ts';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';
import type { CallKind, CallOwner } from '../webinar/call-owner.ts';

/** Whoever comes later is counted together with those of whom nobody is named. */
const MOST_PEOPLE = 1_000;
/** As long a status may be behind. */
const WRITE_AFTER_MS = 2_000;

const KINDS = ['ask', 'automatic', 'refresh'] as const satisfies readonly CallKind[];
const Counts = z.object({
  kinds: z.partialRecord(z.enum(KINDS), z.number()),
  people: z.record(z.string(), z.number()),
});

/** Calls of a day of UTC that count, by what for and for whom; all replicas together. */
interface UsedCalls {
  readonly kinds: Readonly<Record<CallKind, number>>;
  /** Slack's user ids, who had most made first. */
  readonly people: readonly { readonly userId: string; readonly calls: number }[];
}

export interface CallUsage {
  note(owner: Pick<CallOwner, 'kind' | 'person'>): void;
  /** @throws AppError of the store */
  today(): Promise<UsedCalls>;
  /** Writes what was noted. Never rejects: it is for the operator's eyes, and no more. */
  flush(): Promise<void>;
}

/** @param processId each process writes its own sums, so that a write that is repeated counts nothing twice */
export function createCallUsage({ kv, clock, processId }: { kv: Kv; clock: Clock; processId: string }): CallUsage {
  let day = '';
  let kinds: Partial<Record<CallKind, number>> = {};
  let people: Record<string, number> = {};
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (day === '') return;
    const { name, lifeSeconds } = keys.zoomCallsOfDay(day);
    await kv.hashSet(name, { [processId]: JSON.stringify({ kinds, people }) }, lifeSeconds).catch(() => undefined);
  }

  return {
    note({ kind, person }) {
      const today = utcDate(clock.now());
      if (day !== today) [day, kinds, people] = [today, {}, {}];
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      if (person !== '' && (Object.hasOwn(people, person) || Object.keys(people).length < MOST_PEOPLE))
        people[person] = (people[person] ?? 0) + 1;
      timer ??= setTimeout(() => void flush(), WRITE_AFTER_MS).unref();
    },

    async today() {
      await flush();
      const all = Object.values(await kv.hashGetAll(keys.zoomCallsOfDay(utcDate(clock.now())).name));
      const sums = new Map<string, number>();
      const total: Record<CallKind, number> = { ask: 0, automatic: 0, refresh: 0 };
      for (const counts of all.flatMap((text) => parseJson(text, Counts)?.data ?? [])) {
        for (const kind of KINDS) total[kind] += counts.kinds[kind] ?? 0;
        for (const [userId, calls] of Object.entries(counts.people)) sums.set(userId, (sums.get(userId) ?? 0) + calls);
      }
      const byCalls = [...sums].toSorted(([a, more], [b, less]) => less - more || a.localeCompare(b));
      return { kinds: total, people: byCalls.map(([userId, calls]) => ({ userId, calls })) };
    },

    flush,
  };
}
