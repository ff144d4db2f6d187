import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTime } from '../../../src/slack/in-time.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('inTime', () => {
  it('gives the result, and leaves no timer behind', async () => {
    expect(await inTime(Promise.resolve('report'))).toBe('report');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('throws what the work throws', async () => {
    await expect(inTime(Promise.reject(new RangeError('made up')))).rejects.toThrow('made up');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up before Slack does', async () => {
    const late = expect(inTime(new Promise(() => undefined))).rejects.toMatchObject({
      failure: { kind: 'storage-unavailable' },
    });
    await vi.advanceTimersByTimeAsync(2_999);
    await late;
  });

  it('waits for work that takes two seconds', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const answer = inTime(promise);
    await vi.advanceTimersByTimeAsync(2_000);
    resolve('just in time');
    expect(await answer).toBe('just in time');
  });

  it('does not mind work that fails after it was given up', async () => {
    const { promise, reject } = Promise.withResolvers<string>();
    const late = expect(inTime(promise)).rejects.toMatchObject({ failure: { kind: 'storage-unavailable' } });
    await vi.advanceTimersByTimeAsync(3_000);
    await late;
    const unhandled = vi.fn();
    process.once('unhandledRejection', unhandled);
    vi.useRealTimers();
    reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
  });
});
