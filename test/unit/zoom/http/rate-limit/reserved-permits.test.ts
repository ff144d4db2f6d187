import { describe, expect, it } from 'vitest';
import { createReservedPermits } from '../../../../../src/zoom/http/rate-limit/reserved-permits.ts';
import { createManualClock } from '../../../../setup/manual-clock.ts';

function createWorld() {
  const clock = createManualClock();
  let refunds = 0;
  const permits = createReservedPermits<'heavy' | 'intensive'>(clock, async () => {
    refunds += 1;
  });
  return { clock, permits, refunds: () => refunds };
}

describe('a reserved permit', () => {
  it('is taken once', async () => {
    const { permits } = createWorld();
    permits.reserve('heavy', async () => 42);
    expect(permits.take('intensive')).toBeNull();
    expect(await permits.take('heavy')).toBe(42);
    expect(permits.take('heavy')).toBeNull();
  });

  it('is good for a second', async () => {
    const { clock, permits, refunds } = createWorld();
    permits.reserve('heavy', async () => 42);
    clock.advance(1_000);
    expect(await permits.take('heavy')).toBe(42);
    await new Promise(setImmediate);
    expect(refunds()).toBe(0);
  });

  it('is reserved once, however often it is asked for', async () => {
    const { permits } = createWorld();
    let reservations = 0;
    const reservePermit = async () => {
      reservations += 1;
      return reservations;
    };
    permits.reserve('heavy', reservePermit);
    permits.reserve('heavy', reservePermit);
    expect(await permits.take('heavy')).toBe(1);
    expect(reservations).toBe(1);
  });

  it('is given back when it is not needed, and when it has become old', async () => {
    const { clock, permits, refunds } = createWorld();
    permits.reserve('heavy', async () => 1);
    permits.release('heavy');
    await expect.poll(refunds).toBe(1);
    permits.reserve('heavy', async () => 2);
    clock.advance(1_001);
    expect(permits.take('heavy')).toBeNull();
    await expect.poll(refunds).toBe(2);
  });

  it('tells whoever takes it that it was refused, and is not refunded then', async () => {
    const { permits, refunds } = createWorld();
    const refused = async () => {
      throw new Error('the day is used up');
    };
    permits.reserve('heavy', refused);
    // Nobody has taken it yet: a rejection that nobody handles would end the process here.
    await new Promise(setImmediate);
    await expect(permits.take('heavy')).rejects.toThrow('used up');
    permits.reserve('heavy', refused);
    permits.release('heavy');
    await new Promise(setImmediate);
    expect(refunds()).toBe(0);
  });
});
