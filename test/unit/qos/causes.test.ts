import { describe, expect, it } from 'vitest';
import { findSharedCauses } from '../../../src/qos/causes.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { vectors } from './vectors.ts';

function people(count: number, grade: 'Good' | 'Poor', location: string) {
  return Array.from({ length: count }, () => ({ grade, attributes: { location } }));
}

describe('findSharedCauses', () => {
  it.each(vectors.causes)('finds the shared causes of $id', ({ people: given, expect: expected }) => {
    const causes = findSharedCauses(
      given.map(({ id: _, grade, ...attributes }) => ({ grade, attributes })),
      DEFAULT_THRESHOLDS,
    );
    expect(causes).toEqual(
      expected.map(({ others_flagged, ...cause }) => ({ ...cause, othersFlagged: others_flagged })),
    );
  });

  it('shows the first spelling and counts all of them', () => {
    const causes = findSharedCauses(
      [...people(2, 'Poor', ' Xtown '), ...people(1, 'Poor', 'XTOWN'), ...people(5, 'Good', 'Ytown')],
      DEFAULT_THRESHOLDS,
    );
    expect(causes).toEqual([
      { attribute: 'location', value: 'Xtown', flagged: 3, people: 3, othersFlagged: 0, others: 5 },
    ]);
  });

  it('needs three people with another value', () => {
    const among = (others: number) =>
      findSharedCauses([...people(3, 'Poor', 'X'), ...people(others, 'Good', 'Y')], DEFAULT_THRESHOLDS);
    expect(among(2)).toEqual([]);
    expect(among(3)).toMatchObject([{ value: 'X', others: 3 }]);
  });

  it('needs twice the rate of the others, and no more', () => {
    const amongFlagged = (othersGood: number) =>
      findSharedCauses(
        [
          ...people(3, 'Poor', 'X'),
          ...people(3, 'Good', 'X'),
          ...people(2, 'Poor', 'Y'),
          ...people(othersGood, 'Good', 'Y'),
        ],
        DEFAULT_THRESHOLDS,
      ).map(({ value }) => value);
    expect(amongFlagged(6)).toEqual(['X']);
    expect(amongFlagged(5)).toEqual([]);
  });

  it('puts the stronger one first, then the one whose attribute comes first, then by value', () => {
    const flagged = { grade: 'Poor' as const };
    const good = { grade: 'Good' as const };
    const valuesOf = (given: Parameters<typeof findSharedCauses>[0]) =>
      findSharedCauses(given, DEFAULT_THRESHOLDS).map(({ value }) => value);
    const others = Array.from({ length: 9 }, () => ({ ...good, attributes: { location: 'O', device: 'O' } }));
    const same = Array.from({ length: 3 }, () => ({ ...flagged, attributes: { location: 'Z', device: 'A' } }));
    expect(valuesOf([...same, ...others])).toEqual(['Z', 'A']);
    expect(valuesOf([...same, ...others, { ...good, attributes: { location: 'Z', device: 'O' } }])).toEqual(['A', 'Z']);
    expect(valuesOf([...people(3, 'Poor', 'Y'), ...people(3, 'Poor', 'X'), ...people(6, 'Good', 'O')])).toEqual([
      'X',
      'Y',
    ]);
  });
});
