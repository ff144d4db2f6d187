import { describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import { createSubscriptions } from '../../../../src/reports/subscriptions/subscription-store.ts';
import { newId } from '../../../../src/runtime/new-id.ts';
import { subscribe, unsubscribe } from '../../../../src/slack/commands/subscription-commands.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';

const SERIES = { kind: 'series', webinarId: '93201235621' } as const;
const OF_EVENTS = { channelId: 'C0EVENTS', filter: SERIES, minimumGrade: 'Good' } as const;

function createDependencies() {
  const clock = createManualClock();
  return {
    subscriptions: createSubscriptions({ kv: createMemoryKv(clock), clock, newId, reportChannel: null }),
    checkChannel: async () => 'fine' as const,
    isInChannel: async (userId: string) => userId !== 'U3',
    hashIdentity: (text: string) => text,
    openDirectMessage: async (userId: string) => `D${userId}`,
  };
}

const subscribeFrom = (channelId: string, deps: ReturnType<typeof createDependencies>, userId = 'U2') =>
  subscribe({ userId, channelId }, { ...OF_EVENTS, kind: 'subscribe', minimumGrade: 'Bad' }, deps);
const unsubscribeFrom = (channelId: string, deps: ReturnType<typeof createDependencies>, userId: string) =>
  unsubscribe({ userId, channelId }, { kind: 'unsubscribe', filter: SERIES, channelId: 'C0EVENTS' }, deps);
const notAMember = { failure: { kind: 'bad-subscription', problem: 'not-a-member', input: 'C0EVENTS' } };

describe('what another channel gets', () => {
  it('is changed by whoever is in it, also what somebody else has subscribed to', async () => {
    const deps = createDependencies();
    await deps.subscriptions.add({ ...OF_EVENTS, once: false, createdBy: 'U1' });
    await subscribeFrom('C0GENERAL', deps);
    expect(await deps.subscriptions.all()).toMatchObject([{ createdBy: 'U1', minimumGrade: 'Bad' }]);
    expect((await unsubscribeFrom('C0GENERAL', deps, 'U2')).text).toContain('Removed');
    expect(await deps.subscriptions.all()).toEqual([]);
  });

  it('is not changed by whoever is not in it', async () => {
    const deps = createDependencies();
    await deps.subscriptions.add({ ...OF_EVENTS, once: false, createdBy: 'U1' });
    await expect(subscribeFrom('C0GENERAL', deps, 'U3')).rejects.toMatchObject(notAMember);
    await expect(unsubscribeFrom('C0GENERAL', deps, 'U3')).rejects.toMatchObject(notAMember);
    expect(await deps.subscriptions.all()).toMatchObject([{ createdBy: 'U1', minimumGrade: 'Good' }]);
  });

  it('is taken back by who subscribed it, though he has left it and Slack does not answer', async () => {
    const deps = { ...createDependencies(), isInChannel: () => Promise.reject(new Error('Slack is away')) };
    await deps.subscriptions.add({ ...OF_EVENTS, once: false, createdBy: 'U3' });
    await deps.subscriptions.add({ ...OF_EVENTS, filter: { kind: 'all' }, once: false, createdBy: 'U1' });
    expect((await unsubscribeFrom('C0GENERAL', deps, 'U3')).text).toContain('Removed');
    expect(await deps.subscriptions.all()).toMatchObject([{ createdBy: 'U1' }]);
    await expect(unsubscribeFrom('C0GENERAL', deps, 'U3')).rejects.toThrow('Slack is away');
  });
});

describe('subscribing to what somebody else has subscribed to', () => {
  it('does not touch what is posted once', async () => {
    const deps = createDependencies();
    await deps.subscriptions.add({ ...OF_EVENTS, once: true, createdBy: 'U1' });
    await subscribeFrom('C0GENERAL', deps);
    expect(await deps.subscriptions.all()).toMatchObject([
      { createdBy: 'U1', once: true, minimumGrade: 'Good' },
      { createdBy: 'U2', once: false, minimumGrade: 'Bad' },
    ]);
  });
});

describe('unsubscribing from several', () => {
  const everything = { kind: 'unsubscribe', filter: { kind: 'everything' }, channelId: null } as const;
  const nothing: Failure = { kind: 'storage-unavailable' };
  const perhaps: Failure = { kind: 'storage-outcome-unknown', asked: 'subscription' };

  /** Three subscriptions, of which removing fails as given; null: it works. */
  async function unsubscribing(...failures: (Failure | null)[]): Promise<string> {
    const { subscriptions, ...deps } = createDependencies();
    const outcomes = new Map<string, Failure | null>();
    for (const [index, failure] of failures.entries()) {
      const filter = { kind: 'topic', text: `topic ${index}` } as const;
      const { id } = await subscriptions.add({ ...OF_EVENTS, filter, once: false, createdBy: 'U1' });
      outcomes.set(id, failure);
    }
    const remove = async (id: string) => {
      const failure = outcomes.get(id);
      if (failure) throw new AppError(failure, 'made up');
      return subscriptions.remove(id);
    };
    const place = { userId: 'U1', channelId: 'C0EVENTS' };
    return (await unsubscribe(place, everything, { ...deps, subscriptions: { ...subscriptions, remove } })).text;
  }

  it('removes them at the same time, and names them in their order', async () => {
    expect(await unsubscribing(null, null, null)).toMatch(/topic 0.*\n.*topic 1.*\n.*topic 2/);
  });

  it('says that nothing was done only when nothing was', async () => {
    await expect(unsubscribing(nothing, nothing, nothing)).rejects.toMatchObject({ failure: nothing });
    await expect(unsubscribing(nothing, null, nothing)).rejects.toMatchObject({ failure: perhaps });
    await expect(unsubscribing(nothing, perhaps, nothing)).rejects.toMatchObject({ failure: perhaps });
  });
});
