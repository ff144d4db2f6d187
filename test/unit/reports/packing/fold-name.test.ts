import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from '../../../../src/reports/packing/fold-name.ts';

describe('a folded name', () => {
  it.each([
    ['José Ñandú', 'jose nandu'],
    ['JOSE\u0301', 'jose'],
    ['İstanbul', 'istanbul'],
    ['IŞIL', 'isil'],
    ['ışıl', 'isil'],
    ['Straße', 'strasse'],
    ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
    ['οδυσσεύς', 'οδυσσευσ'],
    ['Łukasz Ørsted', 'lukasz orsted'],
    ['O’Brien', 'o brien'],
    ['Jean-Luc  (Picard)', 'jean luc picard'],
    ['ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
    ['ﬁlip', 'filip'],
    ['עִבְרִית', 'עברית'],
    ['\u202eevil\u202c', 'evil'],
    ['👩🏽\u200d🚀 Ann', '👩🚀 ann'],
    ['Attendee #12', 'attendee 12'],
    ['+1…0123', '1 0123'],
    ['%', ''],
    ['.*+?^$()|[]\\', ''],
    [' \n\t', ''],
    ['\ud800', '\ufffd'],
  ])('of %j is %j', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('is the same however its letters are composed, capital or small, and folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const folded = foldName(name);
        expect(foldName(name.normalize('NFD'))).toBe(folded);
        expect(foldName(name.normalize('NFC'))).toBe(folded);
        expect(foldName(folded)).toBe(folded);
        expect(folded).not.toMatch(/[\n\r]/);
      }),
      { numRuns: 60 },
    );
  });

  it('takes no time for ten thousand characters and more', () => {
    const startedAt = performance.now();
    for (const text of ['a', '%', '\u0301', ' ', '👩🏽\u200d🚀']) foldName(text.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});
