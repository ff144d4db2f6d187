import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { decideVerdict, gradeAudience, isLimited } from '../../../src/qos/verdict.ts';
import { vectors } from './vectors.ts';

describe('gradeAudience', () => {
  it.each(vectors.webinar)(
    '$affected affected and $impaired impaired of $graded is $expect',
    ({ expect: expected, ...counts }) => {
      expect(gradeAudience(counts, DEFAULT_THRESHOLDS)).toBe(expected);
    },
  );
});

describe('decideVerdict', () => {
  it.each([
    ['Good', 'Poor', 'Poor', 'presenters'],
    ['Bad', 'Fair', 'Bad', 'audience'],
    ['Fair', 'Fair', 'Fair', 'both'],
    ['No data', 'Good', 'Good', 'presenters'],
    ['Good', 'No data', 'Good', 'audience'],
    ['No data', 'No data', 'No data', null],
  ] as const)('of audience %s and presenters %s is %s by %s', (audience, presenters, verdict, decidedBy) => {
    expect(decideVerdict(audience, presenters)).toEqual({ verdict, decidedBy });
  });
});

describe('isLimited', () => {
  it.each([
    [3, 10, 3, true],
    [5, 10, 0, false],
    [49, 100, 0, true],
    [0, 3, 3, false],
    [0, 3, 2, true],
  ])('with %d graded of %d people and %d short stays is %s', (graded, people, shortStays, expected) => {
    expect(isLimited(graded, people, shortStays, DEFAULT_THRESHOLDS)).toBe(expected);
  });
});
