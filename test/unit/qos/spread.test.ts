import { describe, expect, it } from 'vitest';
import type { PersonGrade } from '../../../src/qos/person.ts';
import { findSpread, LOSS_BUCKETS_PERCENT } from '../../../src/qos/spread.ts';

const person = (
  lossPercent: number | null,
  grade: PersonGrade = 'Good',
  role: 'presenter' | 'attendee' = 'attendee',
) => ({
  ...{ lossPercent, grade, role },
});
const lossOf = (...values: (number | null)[]) => findSpread(values.map((value) => person(value))).loss;

describe('the spread of loss', () => {
  it('has a part for those who lost nothing, and seven for the others', () => {
    expect(LOSS_BUCKETS_PERCENT).toHaveLength(8);
    expect(lossOf(0, 0.4, 1.5, 3, 7, 15, 35, 90)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it.each([
    [0, 0],
    [0.000001, 1],
    [0.999999, 1],
    [0.99999999, 2],
    [1, 2],
    [2, 3],
    [5, 4],
    [10, 5],
    [20, 6],
    [49.9, 6],
    [50, 7],
    [1e300, 7],
    [-1, 0],
  ])('puts %d %% into part %d: a limit belongs to the part that it begins', (value, part) => {
    expect(lossOf(value)[part]).toBe(1);
  });

  it('leaves out who was not graded, and who has no value', () => {
    expect(findSpread([person(null), person(7, 'Short stay'), person(7, 'No data')]).loss).toEqual(lossOf());
  });
});

it('presenters are counted by their grade, and nobody else is', () => {
  const grades = ['Good', 'Good', 'Fair', 'Poor', 'Bad', 'No data'] as const;
  const people = [
    ...grades.map((grade) => person(1, grade, 'presenter')),
    ...grades.map((grade) => person(1, grade, 'attendee')),
    person(1, 'Bad'),
  ];
  expect(findSpread(people).presenters).toEqual({ good: 2, fair: 1, poor: 1, bad: 1 });
});
