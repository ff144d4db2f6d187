import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUuid } from '../../../../src/zoom/endpoints/encode-uuid.ts';

const uuid = fc.stringMatching(/^[A-Za-z0-9+/]{1,30}={0,2}$/);

describe('encodeUuid', () => {
  it.each([
    ['abcABC123==', 'abcABC123%3D%3D'],
    ['abc/def+1==', 'abc%2Fdef%2B1%3D%3D'],
    ['/abcABC123==', '%252FabcABC123%253D%253D'],
    ['abc//ABC123==', 'abc%252F%252FABC123%253D%253D'],
    ['abcABC123/', 'abcABC123%2F'],
  ])('makes %s a path segment', (given, expected) => {
    expect(encodeUuid(given)).toBe(expected);
  });

  it('survives decoding as often as Zoom decodes', () => {
    fc.assert(
      fc.property(uuid, (given) => {
        const once = decodeURIComponent(encodeUuid(given));
        const doubled = given.startsWith('/') || given.includes('//');
        expect(doubled ? decodeURIComponent(once) : once).toBe(given);
      }),
    );
  });

  it('never leaves a slash that would split the path', () => {
    fc.assert(fc.property(uuid, (given) => !encodeUuid(given).includes('/')));
  });
});
