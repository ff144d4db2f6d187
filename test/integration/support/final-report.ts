import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { expect, vi } from 'vitest';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { keys } from '../../../src/storage/keys.ts';
import type { World } from './world.ts';

/** Works on the world's Redis, as an operator with redis-cli does. */
export async function withRedis<T>({ redis }: World, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis?.url ?? '');
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

/** Waits until nothing more will be read of a webinar that ended. */
export function untilDone(world: World, { uuid }: SimWebinar, timeoutMs = 15_000): Promise<void> {
  return withRedis(world, (client) =>
    // Not `expect.poll`, which does not work in tests that run at the same time.
    vi.waitFor(async () => expect(await client.get(keys.automaticReport(uuid).name)).toContain('"done":true'), {
      timeout: timeoutMs,
      interval: 100,
    }),
  );
}

/** As if the time had come for every job that sleeps; the half-hourly sweep too. */
export async function wakeJobs({ redis }: World): Promise<void> {
  const queue = new Queue('qos', { connection: { url: redis?.url ?? '' }, prefix: '{qos}' });
  try {
    await vi.waitFor(async () => expect(await queue.getDelayedCount()).toBeGreaterThan(1));
    await queue.promoteJobs();
  } finally {
    await queue.close();
  }
}
