import { describe, expect, it } from 'vitest';
import { sleep } from '../../../src/runtime/sleep.ts';

describe('waitFor', () => {
  it('ends by itself', async () => {
    await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined();
    await expect(sleep(1)).resolves.toBeUndefined();
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
