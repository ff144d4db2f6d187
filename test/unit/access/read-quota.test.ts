import { describe, expect, it } from 'vitest';
import { createReadQuota } from '../../../src/access/read-quota.ts';
import { AppError } from '../../../src/errors.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

/** Ten seconds before a minute and a day of UTC end. */
const BEFORE_MIDNIGHT = Date.UTC(2026, 0, 15, 23, 59, 50);

function start(settings = { perMinute: 2, perDay: 5 }) {
  const clock = createManualClock();
  clock.advance(BEFORE_MIDNIGHT - clock.now());
  const kv = createMemoryKv(clock);
  const replicas = [1, 2].map(() => createReadQuota({ kv, clock, ...settings }));
  let turn = 0;
  const begin = async (user: string, webinar: string) => {
    turn += 1;
    try {
      await replicas[turn % 2]?.begin(user, webinar);
      return 'started';
    } catch (error) {
      if (error instanceof AppError && error.failure.kind === 'too-many-asks') return error.failure;
      throw error;
    }
  };
  return { begin, clock };
}

describe('the reads that a person may start', () => {
  it('are so many in a minute, over all replicas, and as many again in the next', async () => {
    const { begin, clock } = start();
    expect([await begin('UPAT', 'a'), await begin('UPAT', 'b')]).toEqual(['started', 'started']);
    expect(await begin('UPAT', 'c')).toEqual({
      ...{ kind: 'too-many-asks', per: 'minute', asks: 2 },
      retryAt: '2026-01-16T00:00:00.000Z',
    });
    expect(await begin('UQUIN', 'c')).toBe('started');
    clock.advance(10_000);
    expect(await begin('UPAT', 'd')).toBe('started');
  });

  it('are so many in a day of UTC', async () => {
    const { begin, clock } = start({ perMinute: 2, perDay: 3 });
    clock.advance(-3_600_000);
    for (const webinar of ['a', 'b', 'c']) {
      clock.advance(60_000);
      expect(await begin('UPAT', webinar)).toBe('started');
    }
    clock.advance(60_000);
    const refused = await begin('UPAT', 'd');
    expect(refused).toMatchObject({ per: 'day', asks: 3, retryAt: '2026-01-16T00:00:00.000Z' });
    clock.advance(3_600_000);
    expect(await begin('UPAT', 'e')).toBe('started');
  });

  it('count for nobody but the first of those who want the same', async () => {
    const { begin } = start();
    expect(await begin('UPAT', 'a')).toBe('started');
    for (let again = 0; again < 10; again += 1) expect(await begin('UQUIN', 'a')).toBe('started');
    expect([await begin('UQUIN', 'b'), await begin('UQUIN', 'c')]).toEqual(['started', 'started']);
  });

  it('are not joined when they were refused', async () => {
    const { begin } = start({ perMinute: 1, perDay: 1 });
    await begin('UPAT', 'a');
    expect(await begin('UPAT', 'b')).toMatchObject({ kind: 'too-many-asks' });
    expect(await begin('UPAT', 'b')).toMatchObject({ kind: 'too-many-asks' });
    expect(await begin('UQUIN', 'b')).toBe('started');
    expect(await begin('UQUIN', 'c')).toMatchObject({ kind: 'too-many-asks' });
  });
});
