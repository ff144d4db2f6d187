import { beforeEach, describe, expect, it } from 'vitest';
import { createPendingRequests, type PendingRequests } from '../../../../src/reports/on-demand/pending-requests.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { createSpiedKv, toRequest, UUID } from '../support.ts';

const MINUTE_MS = 60_000;
let world: ReturnType<typeof createSpiedKv>;
let pendingRequests: PendingRequests;
beforeEach(() => {
  world = createSpiedKv();
  pendingRequests = createPendingRequests(world);
});

describe('the list of pending requests', () => {
  it('keeps who waits, until there is an answer', async () => {
    const request = toRequest('1', { notBefore: 5 });
    await pendingRequests.save(request);
    expect(await pendingRequests.load('1')).toEqual(request);
    await pendingRequests.finish('1');
    expect(await pendingRequests.load('1')).toBeNull();
  });

  it('knows everybody who waits for an occurrence', async () => {
    for (const id of ['1', '2', '3']) {
      await pendingRequests.save(toRequest(id));
      await pendingRequests.join(UUID, toRequest(id));
    }
    await pendingRequests.join(UUID, toRequest('1'));
    await pendingRequests.leave(UUID, ['2']);
    expect((await pendingRequests.requestsFor(UUID)).map(({ id }) => id)).toEqual(['1', '3']);
    expect(await pendingRequests.isPending(UUID, '1')).toBe(true);
    expect(await pendingRequests.isPending(UUID, '2')).toBe(false);
    expect(await pendingRequests.isPending('another', '1')).toBe(false);
  });

  it('bears that nobody leaves', async () => {
    await pendingRequests.leave(UUID, []);
    expect(await pendingRequests.requestsFor(UUID)).toEqual([]);
  });

  it('takes off the list whoever was answered in the meantime', async () => {
    await pendingRequests.save(toRequest('1'));
    for (const id of ['1', '2']) await pendingRequests.join(UUID, toRequest(id));
    expect((await pendingRequests.requestsFor(UUID)).map(({ id }) => id)).toEqual(['1']);
    expect(await pendingRequests.isPending(UUID, '2')).toBe(false);
  });

  it.each(['', '{', 'null', '{"id":"1"}', '[]'])('takes a damaged record (%j) for nobody', async (text) => {
    await world.kv.set(keys.pendingRequest('1').name, text, 60);
    await world.kv.hashSet(keys.requestsFor(UUID).name, { 1: 'REF' }, 60);
    expect(await pendingRequests.load('1')).toBeNull();
    expect(await pendingRequests.requestsFor(UUID)).toEqual([]);
  });

  it('forgets those whom nothing ever came for', async () => {
    await pendingRequests.save(toRequest('1'));
    world.clock.advance(3 * 24 * 60 * MINUTE_MS + 1);
    expect(await pendingRequests.load('1')).toBeNull();
  });
});

describe('the uses of a response_url', () => {
  const { requester } = toRequest('1');
  const take = async (times: number, responseUrl = requester) => {
    const taken: boolean[] = [];
    for (let time = 0; time < times; time += 1) taken.push(await pendingRequests.takeUse('1', responseUrl));
    return taken;
  };

  it('are four of the five that Slack takes', async () => {
    expect(await take(6)).toEqual([true, true, true, true, false, false]);
  });

  it('are counted for each who waits, and for each response_url', async () => {
    await take(4);
    expect(await pendingRequests.takeUse('2', requester)).toBe(true);
    expect(await take(1, { ...requester, issuedAt: requester.issuedAt + 1 })).toEqual([true]);
  });

  it('never become more, however many ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => pendingRequests.takeUse('1', requester)));
    expect(taken.filter(Boolean)).toHaveLength(4);
  });

  it('end after 29 minutes, a minute before Slack ends them', async () => {
    world.clock.advance(29 * MINUTE_MS);
    expect(await take(1)).toEqual([true]);
    world.clock.advance(1);
    expect(await take(1)).toEqual([false]);
  });
});

describe('the click in whose message the answer is shown', () => {
  const click = (number: number) => ({ responseUrl: `https://slack.example/click/${number}`, issuedAt: number });

  it('is the last one', async () => {
    expect(await pendingRequests.shownIn('1')).toBeNull();
    await pendingRequests.showIn('1', click(1));
    await pendingRequests.showIn('1', click(2));
    expect(await pendingRequests.shownIn('1')).toEqual(click(2));
    expect(await pendingRequests.shownIn('2')).toBeNull();
  });

  it('is forgotten with the request', async () => {
    await pendingRequests.save(toRequest('1'));
    await pendingRequests.showIn('1', click(1));
    await pendingRequests.finish('1');
    expect(await pendingRequests.shownIn('1')).toBeNull();
  });
});
