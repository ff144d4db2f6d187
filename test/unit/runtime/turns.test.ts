import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../src/runtime/turns.ts';

/** Work that ends when it is told to. */
function createWork() {
  const started: number[] = [];
  const ends = new Map<number, { resolve: (id: number) => void; reject: (error: Error) => void }>();
  return {
    started,
    work: (id: number) => () => {
      started.push(id);
      return new Promise<number>((resolve, reject) => ends.set(id, { resolve, reject }));
    },
    end: (id: number) => ends.get(id)?.resolve(id),
    fail: (id: number) => ends.get(id)?.reject(new Error(`work ${id}`)),
  };
}

describe('turns', () => {
  it('let so much go on at once and take the rest in the order it came', async () => {
    const { started, work, end } = createWork();
    const inTurn = createTurns(2);
    const all = [1, 2, 3, 4].map((id) => inTurn(work(id)));
    expect(started).toEqual([1, 2]);
    end(2);
    await all[1];
    await expect.poll(() => started).toEqual([1, 2, 3]);
    for (const id of [1, 3]) end(id);
    await expect.poll(() => started).toEqual([1, 2, 3, 4]);
    end(4);
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  });

  it('go on after work that failed', async () => {
    const { started, work, end, fail } = createWork();
    const inTurn = createTurns(1);
    const [first, second] = [inTurn(work(1)), inTurn(work(2))];
    fail(1);
    await expect(first).rejects.toThrow('work 1');
    await expect.poll(() => started).toEqual([1, 2]);
    end(2);
    expect(await second).toBe(2);
    const third = inTurn(work(3));
    expect(started).toEqual([1, 2, 3]);
    end(3);
    expect(await third).toBe(3);
  });
});
