import { beforeEach, describe, expect, it } from 'vitest';
import { createWaitingList, type WaitingList } from '../../../../src/reports/on-demand/pending-requests.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createSpiedKv, toWaiter, UUID } from '../support.ts';

const MINUTE_MS = 60_000;
let world: ReturnType<typeof createSpiedKv>;
let waiting: WaitingList;
beforeEach(() => {
  world = createSpiedKv();
  waiting = createWaitingList(world);
});

describe('the waiting list', () => {
  it('keeps who waits, until there is an answer', async () => {
    const waiter = toWaiter('1', { notBefore: 5 });
    await waiting.save(waiter);
    expect(await waiting.load('1')).toEqual(waiter);
    await waiting.finish('1');
    expect(await waiting.load('1')).toBeNull();
  });

  it('knows everybody who waits for an occurrence', async () => {
    for (const id of ['1', '2', '3']) {
      await waiting.save(toWaiter(id));
      await waiting.join(UUID, toWaiter(id));
    }
    await waiting.join(UUID, toWaiter('1'));
    await waiting.leave(UUID, ['2']);
    expect((await waiting.waitersFor(UUID)).map(({ id }) => id)).toEqual(['1', '3']);
    expect(await waiting.isWaiting(UUID, '1')).toBe(true);
    expect(await waiting.isWaiting(UUID, '2')).toBe(false);
    expect(await waiting.isWaiting('another', '1')).toBe(false);
  });

  it('bears that nobody leaves', async () => {
    await waiting.leave(UUID, []);
    expect(await waiting.waitersFor(UUID)).toEqual([]);
  });

  it('takes off the list whoever was answered in the meantime', async () => {
    await waiting.save(toWaiter('1'));
    for (const id of ['1', '2']) await waiting.join(UUID, toWaiter(id));
    expect((await waiting.waitersFor(UUID)).map(({ id }) => id)).toEqual(['1']);
    expect(await waiting.isWaiting(UUID, '2')).toBe(false);
  });

  it.each(['', '{', 'null', '{"id":"1"}', '[]'])('takes a damaged record (%j) for nobody', async (text) => {
    await world.kv.set(keys.waiter('1'), text, 60);
    await world.kv.hashSet(keys.waiting(UUID), { 1: 'REF' }, 60);
    expect(await waiting.load('1')).toBeNull();
    expect(await waiting.waitersFor(UUID)).toEqual([]);
  });

  it('forgets those whom nothing ever came for', async () => {
    await waiting.save(toWaiter('1'));
    world.clock.advance(3 * 24 * 60 * MINUTE_MS + 1);
    expect(await waiting.load('1')).toBeNull();
  });
});

describe('the uses of a response_url', () => {
  const take = async (purpose: 'progress' | 'answer', times: number) => {
    const taken: boolean[] = [];
    for (let time = 0; time < times; time += 1) taken.push(await waiting.takeUse(toWaiter('1'), purpose));
    return taken;
  };

  it('are five: three for progress and two for answers', async () => {
    expect(await take('progress', 5)).toEqual([true, true, true, false, false]);
    expect(await take('answer', 4)).toEqual([true, true, false, false]);
  });

  it('are counted for each who waits', async () => {
    await take('answer', 2);
    expect(await waiting.takeUse(toWaiter('2'), 'answer')).toBe(true);
  });

  it('never become more, however many ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => waiting.takeUse(toWaiter('1'), 'progress')));
    expect(taken.filter(Boolean)).toHaveLength(3);
  });

  it('end after 29 minutes, a minute before Slack ends them', async () => {
    world.clock.advance(29 * MINUTE_MS);
    expect(await take('answer', 1)).toEqual([true]);
    world.clock.advance(1);
    expect(await take('answer', 1)).toEqual([false]);
  });
});
