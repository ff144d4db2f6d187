import { describe, expect, it, vi } from 'vitest';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { retryClick } from '../../../../src/slack/clicks/retry-click.ts';

function failing(...errors: readonly unknown[]) {
  const left = [...errors];
  return vi.fn(async () => {
    if (left.length > 0) throw left.shift();
    return 'done';
  });
}

describe('retryClick', () => {
  it.each([
    ['what Slack asks for', new DeliveryError('passing', 'ratelimited', { retryAfterMs: 1_000 }), 1_000],
    ['the longest that somebody waits', new DeliveryError('passing', 'ratelimited', { retryAfterMs: 3_000 }), 3_000],
    ['half a second otherwise', new DeliveryError('passing', 'HTTP 503'), 500],
  ])('tries a second time after %s', async (_what, error, pauseMs) => {
    const sleep = vi.fn(async () => undefined);
    expect(await retryClick(failing(error), { sleep })).toBe('done');
    expect(sleep.mock.calls).toEqual([[pauseMs]]);
  });

  it.each([
    ['a refusal that is final', new DeliveryError('final', 'user_disabled'), {}],
    ['a URL that is used up', new DeliveryError('gone', 'used_url'), {}],
    ['a token that Slack refuses', new DeliveryError('auth', 'token_revoked'), {}],
    ['a pause that nobody waits for', new DeliveryError('passing', 'ratelimited', { retryAfterMs: 3_001 }), {}],
    ['a post that may have been made', new DeliveryError('passing', 'no answer'), { unlessDone: true }],
    ['a bug', new TypeError('not a function'), {}],
  ])('does not after %s', async (_what, error, options) => {
    const sleep = vi.fn(async () => undefined);
    const call = failing(error);
    await expect(retryClick(call, { sleep, ...options })).rejects.toBe(error);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('tries a second time what surely was not done, also where nothing may be done twice', async () => {
    const call = failing(new DeliveryError('passing', 'HTTP 503'));
    expect(await retryClick(call, { sleep: async () => undefined, unlessDone: true })).toBe('done');
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('repeats what may have been done already where that does no harm', async () => {
    const call = failing(new DeliveryError('passing', 'no answer'));
    expect(await retryClick(call, { sleep: async () => undefined })).toBe('done');
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('gives up after the second try', async () => {
    const error = new DeliveryError('passing', 'HTTP 500');
    const call = failing(error, error, error);
    await expect(retryClick(call, { sleep: async () => undefined })).rejects.toBe(error);
    expect(call).toHaveBeenCalledTimes(2);
  });
});
