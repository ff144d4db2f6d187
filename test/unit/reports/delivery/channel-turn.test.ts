import { beforeEach, describe, expect, it } from 'vitest';
import { JobDelayed } from '../../../../src/jobs/job-queue.ts';
import { waitForTurn } from '../../../../src/reports/delivery/channel-turn.ts';
import { createWorld, NOON } from '../automatic/support.ts';

let world: ReturnType<typeof createWorld>;
let waits: number[];
beforeEach(() => {
  world = createWorld();
  waits = [];
});

const sleep = async (ms: number) => {
  waits.push(ms);
};
const take = (key: string, channelId = 'C1') => waitForTurn({ ...world, sleep }, { key, channelId });

/** Until when a job that takes its turn now has to sleep; null when it may post. */
async function sleepOf(key: string): Promise<number | null> {
  const error: unknown = await take(key).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return null;
  if (!(error instanceof JobDelayed)) throw error;
  return error.at.getTime();
}

describe('the turn to post in a channel', () => {
  it('comes at once in a channel where nothing was posted, and 1.1 s later for the next', async () => {
    await take('a');
    await take('b');
    await take('c', 'C2');
    expect(waits).toEqual([1_100]);
  });

  it('that is more than five seconds away is slept for', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await take(key);
    expect(waits).toEqual([1_100, 2_200, 3_300, 4_400]);
    expect(await sleepOf('f')).toBe(NOON + 5_500);
  });

  it('that is just five seconds away is waited for', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await take(key);
    world.clock.advance(500);
    waits = [];
    expect(await sleepOf('f')).toBeNull();
    expect(waits).toEqual([5_000]);
  });

  it('is kept while the job sleeps, so that nobody who comes later can push it back', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `webinar ${index}`);
    const posted: string[] = [];
    let sleeping = keys.map((key) => ({ key, until: NOON }));
    for (let rounds = 0; sleeping.length > 0 && rounds < 500; rounds += 1) {
      sleeping.sort((a, b) => a.until - b.until);
      const [first, ...others] = sleeping;
      if (!first) break;
      world.clock.advance(Math.max(0, first.until - world.clock.now()));
      const until = await sleepOf(first.key);
      if (until === null) posted.push(first.key);
      sleeping = until === null ? others : [...others, { key: first.key, until }];
    }
    expect(posted).toEqual(keys);
    expect(world.clock.now()).toBeLessThanOrEqual(NOON + 39 * 1_100);
  });

  it('is used once: a post that Slack did not take waits for another', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await take(key);
    await sleepOf('f');
    world.clock.advance(5_500);
    expect(await sleepOf('f')).toBeNull();
    waits = [];
    await take('f');
    expect(waits).toEqual([1_100]);
  });

  it('of a job that woke up early is still waited for', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await take(key);
    await sleepOf('f');
    world.clock.advance(5_000);
    waits = [];
    await take('f');
    expect(waits).toEqual([500]);
  });
});
