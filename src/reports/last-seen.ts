import { z } from 'zod';
import type { Clock } from '../runtime/clock.ts';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';
import { createStoredValue } from '../storage/stored-value.ts';

/** Thousands of events a minute are one mark. */
const MARK_EVERY_MS = 10_000;

const Sweep = z.object({ at: z.string(), found: z.number() });

/** When Zoom last told of anything and when the bot last looked by itself; for operators. Marks never reject and nobody waits for them. */
export interface LastSeen {
  noteEvent(): void;
  noteSweep(found: number): void;
  /** An ISO instant, up to ten seconds behind. @throws AppError of the store, as below */
  eventAt(): Promise<string | null>;
  sweep(): Promise<z.infer<typeof Sweep> | null>;
}

export function createLastSeen({ kv, clock }: { kv: Kv; clock: Clock }): LastSeen {
  const instants = createStoredValue(kv, z.string());
  const sweeps = createStoredValue(kv, Sweep);
  const now = () => new Date(clock.now()).toISOString();
  let markedAtMs = Number.NEGATIVE_INFINITY;
  return {
    noteEvent() {
      if (clock.now() - markedAtMs < MARK_EVERY_MS) return;
      markedAtMs = clock.now();
      void instants.set(keys.lastEvent, now()).catch(() => undefined);
    },
    noteSweep: (found) => void sweeps.set(keys.lastSweep, { at: now(), found }).catch(() => undefined),
    eventAt: () => instants.get(keys.lastEvent),
    sweep: () => sweeps.get(keys.lastSweep),
  };
}
