import { beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import { JobFailedForGood } from '../../../../src/jobs/job-queue.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createTellOwnerHandler } from '../../../../src/reports/delivery/tell-owner.ts';
import { createWorld, subscribe } from '../automatic/support.ts';
import { createFakeMessenger } from '../support.ts';

const tell: JobPayload<'owner.tell'> = { userId: 'U1', channelId: 'C1', reason: 'is_archived' };
const left: JobPayload<'owner.tell'> = { ...tell, reason: 'owner-left', to: 'channel' };
const lost: JobPayload<'owner.tell'> = { ...tell, reason: 'owner-lost-access' };

let subscriptions: ReturnType<typeof createWorld>['subscriptions'];
beforeEach(() => {
  ({ subscriptions } = createWorld());
});

describe('telling an owner that a channel gets no more reports', () => {
  it('is one direct message with the reason', async () => {
    const { messenger, sent } = createFakeMessenger();
    await createTellOwnerHandler({ messenger, subscriptions })(tell);
    expect(sent).toEqual([{ to: 'DM U1', content: { kind: 'paused', channelId: 'C1', reason: 'is_archived' } }]);
  });

  it.each(['passing', 'auth'] as const)('is tried again when that may help: %s', async (kind) => {
    const error = new DeliveryError(kind, 'made up');
    const { messenger } = createFakeMessenger(() => error);
    await expect(createTellOwnerHandler({ messenger, subscriptions })(tell)).rejects.toBe(error);
  });

  it.each(['final', 'channel', 'gone'] as const)('is given up when Slack refuses for good: %s', async (kind) => {
    const { messenger } = createFakeMessenger(() => new DeliveryError(kind, 'user_not_found'));
    await expect(createTellOwnerHandler({ messenger, subscriptions })(tell)).rejects.toThrow(JobFailedForGood);
  });

  it('is tried again after a mistake of ours', async () => {
    const error = new Error('made up');
    const { messenger } = createFakeMessenger(() => error);
    await expect(createTellOwnerHandler({ messenger, subscriptions })(tell)).rejects.toBe(error);
  });
});

describe('telling that somebody may not ask any more', () => {
  it('names in the channel what was subscribed there by that person, and nothing else', async () => {
    const own = await subscribe(subscriptions);
    await subscribe(subscriptions, { filter: { kind: 'topic', text: 'all-hands' }, createdBy: 'U2' });
    await subscribe(subscriptions, { channelId: 'C2' });
    await subscriptions.pauseOwner('U1', 'owner-left');
    const { messenger, sent } = createFakeMessenger();
    await createTellOwnerHandler({ messenger, subscriptions })(left);
    const paused = [{ ...own, paused: 'owner-left' }];
    expect(sent).toEqual([
      { to: 'channel C1', content: { kind: 'owner-gone', to: 'channel', reason: 'owner-left', subscriptions: paused } },
    ]);
  });

  it('names to the person all that was paused for it, and not what was paused before', async () => {
    const [here, direct] = [await subscribe(subscriptions), await subscribe(subscriptions, { channelId: 'D1' })];
    await subscribe(subscriptions, { channelId: 'C2' });
    await subscriptions.pauseChannel('C2', 'is_archived');
    const { messenger, sent } = createFakeMessenger();
    // Before the pause is written: the job may be that quick.
    await createTellOwnerHandler({ messenger, subscriptions })(lost);
    expect(sent).toEqual([
      {
        to: 'DM U1',
        content: { kind: 'owner-gone', to: 'owner', reason: 'owner-lost-access', subscriptions: [here, direct] },
      },
    ]);
  });

  it('is not done when somebody else has gone on with it, or removed it', async () => {
    const { id } = await subscribe(subscriptions);
    await subscriptions.pauseOwner('U1', 'owner-left');
    await subscriptions.resume(id, 'U2');
    const { messenger, sent } = createFakeMessenger();
    const handle = createTellOwnerHandler({ messenger, subscriptions });
    await handle(left);
    await subscriptions.remove(id);
    await handle(lost);
    expect(sent).toEqual([]);
  });
});
