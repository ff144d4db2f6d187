import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import type { TellPaused } from '../../../../src/jobs/catalog.ts';
import { JobFailedForGood } from '../../../../src/jobs/job-queue.ts';
import { DeliveryError } from '../../../../src/reports/delivery/messenger.ts';
import { createTellPausedHandler } from '../../../../src/reports/subscriptions/tell-owner-job.ts';
import { createFakeCourier } from '../support.ts';

const tell: TellPaused = { userId: 'U1', channelId: 'C1', reason: 'is_archived' };

describe('telling an owner that a channel gets no more reports', () => {
  it('is one direct message with the reason', async () => {
    const { courier, sent } = createFakeCourier();
    await createTellPausedHandler(courier)(tell);
    expect(sent).toEqual([{ to: 'DM U1', content: { kind: 'paused', channelId: 'C1', reason: 'is_archived' } }]);
  });

  it.each(['passing', 'auth'] as const)('is tried again when that may help: %s', async (kind) => {
    const error = new DeliveryError(kind, 'made up');
    const { courier } = createFakeCourier(() => error);
    await expect(createTellPausedHandler(courier)(tell)).rejects.toBe(error);
  });

  it.each(['final', 'channel', 'gone'] as const)('is given up when Slack refuses for good: %s', async (kind) => {
    const { courier } = createFakeCourier(() => new DeliveryError(kind, 'user_not_found'));
    await expect(createTellPausedHandler(courier)(tell)).rejects.toThrow(JobFailedForGood);
  });

  it('is tried again after a mistake of ours', async () => {
    const error = new Error('made up');
    const { courier } = createFakeCourier(() => error);
    await expect(createTellPausedHandler(courier)(tell)).rejects.toBe(error);
  });

  it('needs a job that makes sense', async () => {
    const { courier, tried } = createFakeCourier();
    await expect(createTellPausedHandler(courier)({ userId: 'U1' })).rejects.toThrow(ZodError);
    expect(tried).toEqual([]);
  });
});
