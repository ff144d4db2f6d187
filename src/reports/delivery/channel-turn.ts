import { z } from 'zod';
import { JobDelayed } from '../../jobs/job-queue.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';

/** Slack takes about one post a second and channel, over all replicas. */
const POST_SPACING_MS = 1_100;
const LONGEST_WAIT_MS = 5_000;
const TURN_LIFE_SECONDS = 3600;

interface Pausing {
  readonly kv: Kv;
  readonly clock: Clock;
}

/** Slack asked for a pause: nothing goes into the channel before it is over, whichever job and replica it comes from. */
export async function keepPause({ kv, clock }: Pausing, channelId: string, pauseMs: number): Promise<void> {
  const pauses = createStoredValue(kv, z.number());
  await pauses.set(keys.channelPause(channelId), clock.now() + pauseMs, pauseMs / 1000);
}

/** @throws JobDelayed while a pause of the channel lasts */
export async function respectPause({ kv, clock }: Pausing, channelId: string): Promise<void> {
  const until = await createStoredValue(kv, z.number()).get(keys.channelPause(channelId));
  if (until !== null && until > clock.now()) throw new JobDelayed(new Date(until));
}

/**
 * Returns when a message may be posted in a channel. A turn that is further away is kept and the job sleeps until then:
 * jobs that take a new turn each time they wake up push one another back for ever.
 * @throws JobDelayed
 */
export async function waitForTurn(
  { kv, clock, sleep }: { kv: Kv; clock: Clock; sleep: Sleep },
  { key, channelId }: { key: string; channelId: string },
): Promise<void> {
  const turns = createStoredValue(kv, z.number());
  const turnKey = keys.channelTurn(key, channelId);
  const kept = await turns.get(turnKey);
  const waitMs =
    kept === null ? await kv.reserveSlot(keys.channelPermits(channelId).name, POST_SPACING_MS) : kept - clock.now();
  if (waitMs > LONGEST_WAIT_MS) {
    const at = clock.now() + waitMs;
    await turns.set(turnKey, at, waitMs / 1000 + TURN_LIFE_SECONDS);
    throw new JobDelayed(new Date(at));
  }
  if (kept !== null) await kv.delete(turnKey.name);
  if (waitMs > 0) await sleep(waitMs);
}
