import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFairQueue } from '../../../src/runtime/fair-queue.ts';

function drain<T>(queue: { next(): T | undefined }): T[] {
  const given: T[] = [];
  for (let item = queue.next(); item !== undefined; item = queue.next()) given.push(item);
  return given;
}

describe('createFairQueue', () => {
  it('is first come, first served under one path', () => {
    const queue = createFairQueue<number>();
    for (const item of [1, 2, 3]) queue.add(['ask', 'A'], item);
    expect(queue.size).toBe(3);
    expect(drain(queue)).toEqual([1, 2, 3]);
    expect(queue.size).toBe(0);
  });

  it('gives in turn by every step, whoever has much waiting', () => {
    const queue = createFairQueue<string>();
    for (const item of ['A1x', 'A2x', 'A3x']) queue.add(['ask', 'A', 'x'], item);
    queue.add(['ask', 'A', 'y'], 'A1y');
    queue.add(['ask', 'B', 'z'], 'B1z');
    queue.add(['automatic', '', 'w'], 'ended');
    expect(drain(queue)).toEqual(['A1x', 'ended', 'B1z', 'A1y', 'A2x', 'A3x']);
  });

  it('lets somebody who comes late wait for one turn of each other', () => {
    const queue = createFairQueue<string>();
    for (let i = 0; i < 1000; i += 1) queue.add(['ask', 'A', String(i)], 'A');
    for (let i = 0; i < 10; i += 1) queue.next();
    queue.add(['ask', 'B', 'b'], 'B');
    expect([queue.next(), queue.next()]).toContain('B');
  });

  it('gives everything exactly once, and nothing that was taken out', () => {
    const step = fc.constantFrom('a', 'b', 'c');
    const entry = fc.record({ path: fc.tuple(step, step, step), isTakenOut: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const queue = createFairQueue<number>();
        const removals = entries.map(({ path }, index) => queue.add(path, index));
        removals.forEach((remove, index) => {
          if (!entries[index]?.isTakenOut) return;
          remove();
          remove();
        });
        const kept = entries.flatMap(({ isTakenOut }, index) => (isTakenOut ? [] : [index]));
        expect(queue.size).toBe(kept.length);
        expect(drain(queue).toSorted((a, b) => a - b)).toEqual(kept);
        expect(queue.size).toBe(0);
      }),
    );
  });
});
