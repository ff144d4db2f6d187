import { describe, expect, it } from 'vitest';
import { sleep } from '../../../src/runtime/sleep.ts';

describe('sleep', () => {
  it.each([
    ['with a signal', new AbortController().signal],
    ['without one', undefined],
  ])('ends by itself once the time has passed, %s', async (_how, signal) => {
    const startedAt = performance.now();
    await sleep(20, signal);
    // Node's timers are in whole milliseconds.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(19);
  });

  it("rejects with the signal's own reason, before and while waiting", async () => {
    const reason = new Error('stopping');
    await expect(sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const abort = new AbortController();
    const waiting = sleep(60_000, abort.signal);
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});
