import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryQueue } from '../../../src/jobs/memory-queue.ts';
import { exponentialBackoff } from '../../../src/runtime/backoff.ts';
import { createManualClock } from '../../setup/manual-clock.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

/** What a timer can hold at most. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const retry = exponentialBackoff({ tries: 1, firstPauseMs: 1, longestPauseMs: 1 });

let clock: ReturnType<typeof createManualClock>;
let queue: ReturnType<typeof createMemoryQueue>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  clock = createManualClock();
  queue = createMemoryQueue({ clock, random: () => 0, logger: createQuietLogger(), concurrency: 1 });
});
afterEach(async () => {
  await queue.stop(0);
  expect(vi.getTimerCount()).toBe(0);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  await vi.advanceTimersByTimeAsync(ms);
}

describe('a job in memory', () => {
  it('waits for longer than a timer can hold, as one that is due next month', async () => {
    const ran: unknown[] = [];
    queue.handle('late', retry, async (data) => void ran.push(data));
    await queue.start();
    const setting = vi.spyOn(globalThis, 'setTimeout');
    await queue.add('late', 'next month', { delayMs: LONGEST_TIMER_MS + 1_000 });
    await pass(1_000);
    // A timer that is given more fires at once, and would be set again and again.
    expect(setting.mock.calls.map(([, ms]) => ms)).toEqual([LONGEST_TIMER_MS]);
    await pass(LONGEST_TIMER_MS - 1_000);
    expect(ran).toEqual([]);
    await pass(1_000);
    expect(ran).toEqual(['next month']);
    expect(setting.mock.calls.map(([, ms]) => ms)).toEqual([LONGEST_TIMER_MS, 1_000]);
  });

  it('leaves no timer behind when the queue is stopped while it waits', async () => {
    queue.handle('late', retry, async () => undefined);
    await queue.start();
    await queue.add('late', {}, { delayMs: 60_000 });
    await queue.schedule('late', {}, 60_000);
    expect(vi.getTimerCount()).toBe(2);
    await queue.stop(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
