import { describe, expect, it } from 'vitest';
import { createSpareSlots } from '../../../../../src/zoom/http/rate-limit/reserved-permits.ts';
import { createManualClock } from '../../../../setup/manual-clock.ts';

function createWorld() {
  const clock = createManualClock();
  let refunds = 0;
  const spares = createSpareSlots<'heavy' | 'intensive'>(clock, async () => {
    refunds += 1;
  });
  return { clock, spares, refunds: () => refunds };
}

describe('a slot that was reserved ahead', () => {
  it('is taken once', async () => {
    const { spares } = createWorld();
    spares.fill('heavy', async () => 42);
    expect(spares.take('intensive')).toBeNull();
    expect(await spares.take('heavy')).toBe(42);
    expect(spares.take('heavy')).toBeNull();
  });

  it('is reserved once, however often it is asked for', async () => {
    const { spares } = createWorld();
    let reservations = 0;
    const reserve = async () => {
      reservations += 1;
      return reservations;
    };
    spares.fill('heavy', reserve);
    spares.fill('heavy', reserve);
    expect(await spares.take('heavy')).toBe(1);
    expect(reservations).toBe(1);
  });

  it('is given back when it is not needed, and when it has become old', async () => {
    const { clock, spares, refunds } = createWorld();
    spares.fill('heavy', async () => 1);
    spares.empty('heavy');
    await expect.poll(refunds).toBe(1);
    spares.fill('heavy', async () => 2);
    clock.advance(1_001);
    expect(spares.take('heavy')).toBeNull();
    await expect.poll(refunds).toBe(2);
  });

  it('tells whoever takes it that it was refused, and is not refunded then', async () => {
    const { spares, refunds } = createWorld();
    const refused = async () => {
      throw new Error('the day is used up');
    };
    spares.fill('heavy', refused);
    await expect(spares.take('heavy')).rejects.toThrow('used up');
    spares.fill('heavy', refused);
    spares.empty('heavy');
    await Promise.resolve();
    expect(refunds()).toBe(0);
  });
});
