import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keys } from '../../../src/storage/keys.ts';

describe('the keys of one occurrence', () => {
  it('share a hash tag, so that a cluster keeps them on one node', () => {
    const mine = [
      keys.reportHead('/abc//d==').name,
      keys.people('/abc//d==', 'r1').name,
      keys.requestsFor('/abc//d==').name,
    ];
    for (const key of mine) expect(key).toContain('{/abc//d==}');
    expect(new Set(mine).size).toBe(3);
  });

  it('cannot be made to look like those of another', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const [mine, theirs] = [keys.reportHead(one).name, keys.reportHead(other).name];
        expect(mine).toMatch(/^qos:v2:\{[^{}]*\}:report$/);
        if (one.toWellFormed() !== other.toWellFormed()) expect(mine).not.toBe(theirs);
      }),
    );
  });
});
