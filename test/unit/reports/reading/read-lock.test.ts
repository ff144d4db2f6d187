import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { createBuildLocks } from '../../../../src/reports/reading/read-lock.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createSpiedKv, failOnce, pass, UUID } from '../support.ts';

let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  world = createSpiedKv();
});
afterEach(() => {
  vi.useRealTimers();
});

const acquired = async (jobId: string, kv = world.kv) => {
  const lock = await createBuildLocks(kv).acquire(UUID, jobId);
  return lock ?? expect.unreachable('the lock was free');
};

describe('the lock on reading an occurrence', () => {
  it('is held by one job', async () => {
    const lock = await acquired('job1');
    expect(await createBuildLocks(world.kv).acquire(UUID, 'job2')).toBeNull();
    await lock.release();
    await (await acquired('job2')).release();
  });

  it('is held for one occurrence', async () => {
    const lock = await acquired('job1');
    const other = await createBuildLocks(world.kv).acquire('another', 'job2');
    expect(other).not.toBeNull();
    await Promise.all([lock.release(), other?.release()]);
  });

  it('comes back to a job that is run again after a crash', async () => {
    await acquired('job1');
    vi.clearAllTimers();
    await (await acquired('job1')).release();
  });

  it('outlives a crash by a minute at most', async () => {
    await acquired('job1');
    vi.clearAllTimers();
    await pass(world.clock, 59_900);
    expect(await createBuildLocks(world.kv).acquire(UUID, 'job2')).toBeNull();
    await pass(world.clock, 100);
    await (await acquired('job2')).release();
  });

  it('is kept for as long as the read takes', async () => {
    const lock = await acquired('job1');
    await pass(world.clock, 30 * 60_000, 1_000);
    expect(lock.lost.aborted).toBe(false);
    expect(await createBuildLocks(world.kv).acquire(UUID, 'job2')).toBeNull();
    await lock.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says when somebody else has it, and then gives nothing back', async () => {
    const lock = await acquired('job1');
    await world.kv.set(keys.buildLock(UUID), 'job2', 60);
    await pass(world.clock, 15_000);
    expect(lock.lost.aborted).toBe(true);
    await lock.release();
    expect(await world.kv.get(keys.buildLock(UUID))).toBe('job2');
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
