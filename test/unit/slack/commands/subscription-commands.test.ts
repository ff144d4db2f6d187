import { describe, expect, it } from 'vitest';
import { createSubscriptions } from '../../../../src/reports/subscriptions/subscription-store.ts';
import { newId } from '../../../../src/runtime/new-id.ts';
import { subscribe } from '../../../../src/slack/commands/subscription-commands.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';

const SERIES = { kind: 'series', webinarId: '93201235621' } as const;
const OF_EVENTS = { channelId: 'C0EVENTS', filter: SERIES, minimumGrade: 'Good' } as const;

function createDependencies() {
  const clock = createManualClock();
  return {
    subscriptions: createSubscriptions({ kv: createMemoryKv(clock), clock, newId, reportChannel: null }),
    checkChannel: async () => 'fine' as const,
    hashIdentity: (text: string) => text,
  };
}

const subscribeFrom = (channelId: string, deps: ReturnType<typeof createDependencies>) =>
  subscribe({ userId: 'U2', channelId }, { ...OF_EVENTS, kind: 'subscribe', minimumGrade: 'Bad' }, deps);

describe('subscribing to what somebody else has subscribed to', () => {
  it('is refused from another channel, and changes it in its own', async () => {
    const deps = createDependencies();
    await deps.subscriptions.add({ ...OF_EVENTS, once: false, createdBy: 'U1' });
    await expect(subscribeFrom('C0GENERAL', deps)).rejects.toMatchObject({
      failure: { kind: 'bad-subscription', problem: 'elsewhere' },
    });
    expect(await deps.subscriptions.all()).toMatchObject([{ createdBy: 'U1', minimumGrade: 'Good' }]);
    await subscribeFrom('C0EVENTS', deps);
    expect(await deps.subscriptions.all()).toMatchObject([{ createdBy: 'U1', minimumGrade: 'Bad' }]);
  });

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
