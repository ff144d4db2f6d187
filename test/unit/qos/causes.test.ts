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
    expect(findSharedCauses([...people(3, 'Poor', 'X'), ...people(2, 'Good', 'Y')], DEFAULT_THRESHOLDS)).toEqual([]);
  });
});
