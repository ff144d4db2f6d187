import { describe, expect, it } from 'vitest';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import { JobFailedForGood } from '../../../../src/jobs/job-queue.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createTellOwnerHandler } from '../../../../src/reports/delivery/pause-channel.ts';
import { createFakeMessenger } from '../support.ts';

const tell: JobPayload<'owner.tell'> = { userId: 'U1', channelId: 'C1', reason: 'is_archived' };

describe('telling an owner that a channel gets no more reports', () => {
  it('is one direct message with the reason', async () => {
    const { messenger, sent } = createFakeMessenger();
    await createTellOwnerHandler(messenger)(tell);
    expect(sent).toEqual([{ to: 'DM U1', content: { kind: 'paused', channelId: 'C1', reason: 'is_archived' } }]);
  });

  it.each(['passing', 'auth'] as const)('is tried again when that may help: %s', async (kind) => {
    const error = new DeliveryError(kind, 'made up');
    const { messenger } = createFakeMessenger(() => error);
    await expect(createTellOwnerHandler(messenger)(tell)).rejects.toBe(error);
  });

  it.each(['final', 'channel', 'gone'] as const)('is given up when Slack refuses for good: %s', async (kind) => {
    const { messenger } = createFakeMessenger(() => new DeliveryError(kind, 'user_not_found'));
    await expect(createTellOwnerHandler(messenger)(tell)).rejects.toThrow(JobFailedForGood);
  });

  it('is tried again after a mistake of ours', async () => {
    const error = new Error('made up');
    const { messenger } = createFakeMessenger(() => error);
    await expect(createTellOwnerHandler(messenger)(tell)).rejects.toBe(error);
  });
});
