import { describe, expect, it, onTestFinished } from 'vitest';
import { keys } from '../../../../src/storage/keys.ts';
import type { Lock, Locks } from '../../../../src/storage/lock.ts';
import { createLease } from '../../../../src/zoom/websocket/lease.ts';

const settled = () => new Promise(setImmediate);

/** One lock of which the test says who holds it. */
function leaseOf() {
  const store = { heldBy: null as string | null, isAway: false };
  const lost: AbortController[] = [];
  const locks: Locks = {
    async acquire(_key, owner) {
      if (store.isAway) throw new Error('the store is away');
      if (store.heldBy !== null && store.heldBy !== owner) return null;
      store.heldBy = owner;
      const controller = new AbortController();
      lost.push(controller);
      const lock: Lock = {
        lost: controller.signal,
        async release() {
          if (store.heldBy === owner) store.heldBy = null;
        },
      };
      return lock;
    },
  };
  const pauses: (() => void)[] = [];
  const lease = createLease({
    locks,
    key: keys.zoomSocketLock,
    owner: 'us',
    sleep: (_ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        pauses.push(resolve);
      }),
    onTrouble: () => undefined,
  });
  const stopping = new AbortController();
  const works: AbortSignal[] = [];
  const running = lease.run((signal) => {
    works.push(signal);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  }, stopping.signal);
  onTestFinished(() => {
    stopping.abort();
    return running;
  });
  return {
    ...{ store, lease, works, stopping, running },
    async pass() {
      pauses.shift()?.();
      await settled();
    },
    /** The lock says that it is another's. */
    async tellLost() {
      lost.at(-1)?.abort();
      await settled();
    },
  };
}

describe('the lease of the WebSocket', () => {
  it('is taken up when it is free, and given back at the end', async () => {
    const { store, lease, works, stopping, running } = leaseOf();
    await settled();
    expect([store.heldBy, lease.holder(), works.length]).toEqual(['us', 'us', 1]);
    stopping.abort();
    await running;
    expect(store.heldBy).toBeNull();
  });

  it('is waited for while another one holds it', async () => {
    const { store, lease, works, pass, tellLost } = leaseOf();
    await settled();
    store.heldBy = 'another';
    await tellLost();
    expect([lease.holder(), works[0]?.aborted]).toEqual(['another', true]);
    await pass();
    expect(works).toHaveLength(1);
    store.heldBy = null;
    await pass();
    expect([lease.holder(), works.length, works[1]?.aborted]).toEqual(['us', 2, false]);
  });

  it('is taken up again where it ran out and nobody else has it: the work goes on', async () => {
    const { store, lease, works, tellLost } = leaseOf();
    await settled();
    store.heldBy = null;
    await tellLost();
    expect([store.heldBy, lease.holder(), works.length, works[0]?.aborted]).toEqual(['us', 'us', 1, false]);
  });

  it('is nobody knows whose while the store is away', async () => {
    const { store, lease, works, pass, tellLost } = leaseOf();
    await settled();
    store.heldBy = 'another';
    await tellLost();
    store.isAway = true;
    await pass();
    expect(lease.holder()).toBe('unknown');
    Object.assign(store, { isAway: false, heldBy: null });
    await pass();
    expect(works).toHaveLength(2);
  });
});
