import { z } from 'zod';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parseStored } from '../../storage/stored-value.ts';

const TTL_SECONDS = 14 * 24 * 3600;

const State = z.object({
  /** Nothing more will be read. */
  done: z.boolean(),
  /** What the last read that worked found, and after which delay that was. */
  before: z.object({ step: z.number(), rowsRead: z.number(), fingerprint: z.string() }).nullable(),
});
export type SettleState = z.infer<typeof State>;

/** How far the reading of an ended webinar has come. */
export async function loadSettleState(kv: Kv, uuid: string): Promise<SettleState> {
  return parseStored(State, await kv.get(keys.settled(uuid))) ?? { done: false, before: null };
}

export async function saveSettleState(kv: Kv, uuid: string, state: SettleState): Promise<void> {
  await kv.set(keys.settled(uuid), JSON.stringify(state), TTL_SECONDS);
}
