import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCodeUnits, cutText } from '../../../src/messages/text/cut.ts';

/** One character to a reader: people joined to a family that never ends. */
const FAMILY = `${'👩\u200d'.repeat(50)}👩`;

describe('cutText', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['ab cd', 4, 'ab…'],
    ['👩👩👩', 3, '👩👩👩'],
    ['👩‍👩‍👧👩‍👩‍👧', 9, '👩‍👩‍👧…'],
    ['e\u0301e\u0301', 3, 'e\u0301…'],
  ])('cuts %j to %i', (text, max, expected) => {
    expect(cutText(text, max)).toBe(expected);
  });

  it('cuts inside a character only when that one alone is too long', () => {
    expect(cutText(FAMILY, 5)).toBe('👩\u200d👩\u200d…');
    expect(cutText(`ab${FAMILY}`, 5)).toBe('ab…');
  });

  it('counts as it is told to', () => {
    expect(cutText('👩👩👩', 5, countCodeUnits)).toBe('👩👩…');
    expect(cutText('👩👩👩', 6, countCodeUnits)).toBe('👩👩👩');
  });

  it('never goes beyond the limit and keeps the beginning', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '👩', '👩‍👩‍👧', 'e\u0301', FAMILY), maxLength: 20 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (given, max) => {
        for (const length of [(cut: string) => [...cut].length, countCodeUnits]) {
          const cut = cutText(given, max, length);
          expect(length(cut)).toBeLessThanOrEqual(max);
          expect(given.startsWith(cut.replace(/…$/, ''))).toBe(true);
          expect(cut.endsWith('…')).toBe(length(given) > max);
          expect(cut.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
