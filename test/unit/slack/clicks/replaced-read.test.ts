import { describe, expect, it } from 'vitest';
import { goneOrReplaced, throwIfReplaced } from '../../../../src/slack/clicks/replaced-read.ts';
import { sampleHead } from '../../../messages/samples.ts';

const store = (head: ReturnType<typeof sampleHead> | null) => ({ getHead: async () => head });
const newest = sampleHead({ readId: 'r2' });
const button = { v: 1, report: 'key', view: 'report' } as const;

describe('a button', () => {
  it('of an older read leads to the newer one', async () => {
    const { failure } = await goneOrReplaced({ ...button, read: 'r1' }, store(newest));
    expect(failure).toEqual({ kind: 'newer-report', report: 'key', readAt: newest.readAt });
    await expect(throwIfReplaced({ ...button, read: 'r1' }, store(newest))).rejects.toMatchObject({ failure });
  });

  it.each([
    ['of the read that is kept', { ...button, read: 'r2' }, newest],
    ['of an older version of the bot, which names no read', button, newest],
    ['of a report that is gone', { ...button, read: 'r1' }, null],
  ])('%s does not', async (_what, state, head) => {
    await throwIfReplaced(state, store(head));
    expect((await goneOrReplaced(state, store(head))).failure).toEqual({ kind: 'report-gone', report: 'key' });
  });
});
