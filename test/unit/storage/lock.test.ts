import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { keys } from '../../../src/storage/keys.ts';
import { createLocks } from '../../../src/storage/lock.ts';
import { createSpiedKv, failOnce, pass, UUID } from '../reports/support.ts';

let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  world = createSpiedKv();
});
afterEach(() => {
  vi.useRealTimers();
});

const acquired = async (jobId: string, kv = world.kv) => {
  const lock = await createLocks(kv).acquire(keys.readLock(UUID), jobId);
  return lock ?? expect.unreachable('the lock was free');
};

describe('a lock', () => {
  it('is held by one owner', async () => {
    const lock = await acquired('job1');
    expect(await createLocks(world.kv).acquire(keys.readLock(UUID), 'job2')).toBeNull();
    await lock.release();
    await (await acquired('job2')).release();
  });

  it('is held for one thing', async () => {
    const lock = await acquired('job1');
    const other = await createLocks(world.kv).acquire(keys.readLock('another'), 'job2');
    expect(other).not.toBeNull();
    await Promise.all([lock.release(), other?.release()]);
  });

  it('comes back to an owner that begins again after a crash', async () => {
    await acquired('job1');
    vi.clearAllTimers();
    await (await acquired('job1')).release();
  });

  it('outlives a crash by the life of its key at most', async () => {
    await acquired('job1');
    vi.clearAllTimers();
    await pass(world.clock, 59_900);
    expect(await createLocks(world.kv).acquire(keys.readLock(UUID), 'job2')).toBeNull();
    await pass(world.clock, 100);
    await (await acquired('job2')).release();
  });

  it('is kept for as long as the work takes', async () => {
    const lock = await acquired('job1');
    await pass(world.clock, 30 * 60_000, 1_000);
    expect(lock.lost.aborted).toBe(false);
    expect(await createLocks(world.kv).acquire(keys.readLock(UUID), 'job2')).toBeNull();
    await lock.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says when somebody else has it, and then gives nothing back', async () => {
    const lock = await acquired('job1');
    await world.kv.set(keys.readLock(UUID).name, 'job2', 60);
    await pass(world.clock, 15_000);
    expect(lock.lost.aborted).toBe(true);
    await lock.release();
    expect(await world.kv.get(keys.readLock(UUID).name)).toBe('job2');
  });

  it('bears a store that is away for a moment', async () => {
    const storage = new AppError({ kind: 'storage-unavailable' }, 'made up');
    // The second extension is the first renewal: taking the lock anew extends it as well.
    const lock = await acquired(
      'job1',
      failOnce(failOnce(world.kv, 'expireIfEquals', storage), 'deleteIfEquals', storage),
    );
    await pass(world.clock, 30_000, 1_000);
    expect(lock.lost.aborted).toBe(false);
    await lock.release();
  });
});
