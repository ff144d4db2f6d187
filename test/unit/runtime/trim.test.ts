import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trimEndOf, trimOf, trimStartOf } from '../../../src/runtime/trim.ts';

describe('trimming', () => {
  it.each([
    ['"hello"', 'hello', 'hello"', '"hello'],
    ['""', '', '', ''],
    ['', '', '', ''],
    ['a"b', 'a"b', 'a"b', 'a"b'],
  ])('%s', (text, both, start, end) => {
    expect([trimOf(text, '"'), trimStartOf(text, '"'), trimEndOf(text, '"')]).toEqual([both, start, end]);
  });

  it('takes away only what it was told to, and all of it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, characters) => {
        const trimmed = trimOf(text, characters);
        expect(text).toContain(trimmed);
        if (trimmed !== '') {
          expect(characters).not.toContain(trimmed[0]);
          expect(characters).not.toContain(trimmed.at(-1));
        }
      }),
    );
  });
});
