import { describe, expect, it } from 'vitest';
import { waitFor } from '../../../src/runtime/sleep.ts';

describe('waitFor', () => {
  it('ends by itself', async () => {
    await expect(waitFor(1, new AbortController().signal)).resolves.toBeUndefined();
    await expect(waitFor(1)).resolves.toBeUndefined();
  });

  it("rejects with the signal's own reason, before and while waiting", async () => {
    const reason = new Error('stopping');
    await expect(waitFor(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const abort = new AbortController();
    const waiting = waitFor(60_000, abort.signal);
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});
