import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSettledWithin, withTimeout } from '../../../src/runtime/with-timeout.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const late = () => new RangeError('too late');

describe('withTimeout', () => {
  it('gives the result, and leaves no timer behind', async () => {
    expect(await withTimeout(Promise.resolve('report'), 2_500, late)).toBe('report');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('throws what the work throws', async () => {
    await expect(withTimeout(Promise.reject(new TypeError('made up')), 2_500, late)).rejects.toThrow('made up');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('throws what the caller says once the time has passed, and not before', async () => {
    const ended = vi.fn();
    const work = withTimeout(new Promise(() => undefined), 2_500, late).catch(ended);
    await vi.advanceTimersByTimeAsync(2_499);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await work;
    expect(ended).toHaveBeenCalledExactlyOnceWith(expect.any(RangeError));
  });

  it('waits for work that is just in time', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const answer = withTimeout(promise, 2_500, late);
    await vi.advanceTimersByTimeAsync(2_000);
    resolve('just in time');
    expect(await answer).toBe('just in time');
  });

  it('does not mind work that fails after it was given up', async () => {
    const { promise, reject } = Promise.withResolvers<string>();
    const given = expect(withTimeout(promise, 2_500, late)).rejects.toThrow(RangeError);
    await vi.advanceTimersByTimeAsync(3_000);
    await given;
    const unhandled = vi.fn();
    process.once('unhandledRejection', unhandled);
    vi.useRealTimers();
    reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
  });
});

describe('isSettledWithin', () => {
  it.each([
    ['ended well', () => Promise.resolve(), true],
    ['failed', () => Promise.reject(new Error('made up')), true],
    ['goes on', () => new Promise(() => undefined), false],
  ])('tells of work that %s', async (_what, work, expected) => {
    const answer = isSettledWithin(work(), 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answer).toBe(expected);
    expect(vi.getTimerCount()).toBe(0);
  });
});
