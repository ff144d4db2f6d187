import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import { orderByLatency, orderByLoss, orderBySeverity, orderPeople } from '../../../src/qos/order.ts';
import type { Person } from '../../../src/qos/person.ts';
import { STREAM_KINDS } from '../../../src/qos/stream.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { toPersonVisit, vectors } from './vectors.ts';

const { people, orders } = analyseWebinar(vectors.persons.map(toPersonVisit), DEFAULT_THRESHOLDS);

function toIds(persons: readonly { readonly id: string }[]): string[] {
  return persons.map((person) => person.id);
}

describe('the orders', () => {
  it.each(vectors.person_order.map((ids, index) => ({ ids, grade: ['Bad', 'Poor', 'Fair', 'Good'][index] })))(
    'has $ids in the group $grade',
    ({ ids, grade }) => {
      expect(toIds(orderBySeverity(people).filter((person) => person.grade === grade))).toEqual(ids);
    },
  );

  it.each([{ ids: vectors.person_order.flat() }])('has the groups one after the other: $ids', ({ ids }) => {
    expect(toIds(orderBySeverity(people))).toEqual(ids);
  });

  it.each([{ ids: vectors.person_order_loss }])('by loss is $ids', ({ ids }) => {
    expect(orders.loss).toEqual(ids);
  });

  it.each([{ ids: vectors.person_order_latency }])('by latency is $ids', ({ ids }) => {
    expect(orders.latency).toEqual(ids);
  });

  it('leaves Good people out of the list by severity', () => {
    expect(orders.severity).toEqual(vectors.person_order.slice(0, 3).flat());
  });
});

const template = people.find((person) => person.grade === 'Bad');
if (template === undefined) throw new Error('the vectors have a Bad person');
const bad: Person = template;

describe('ties', () => {
  it('go to those who heard it', () => {
    const sent: Person = { ...bad, id: 'a', lossPercent: 12, lossType: 'audio_input' };
    const heard: Person = { ...bad, id: 'b', lossPercent: 12.0000000001, lossType: 'audio_device_to_rwg' };
    expect(toIds(orderByLoss([sent, heard]))).toEqual(['b', 'a']);
  });

  it('do not go to those who watched something badly', () => {
    const watched: Person = { ...bad, id: 'a', lossPercent: 12, lossType: 'video_output' };
    const heard: Person = { ...bad, id: 'b', lossPercent: 12, lossType: 'audio_output' };
    expect(toIds(orderByLoss([watched, heard]))).toEqual(['b', 'a']);
  });

  it('in loss and latency go by the severity and then by the rank value', () => {
    const persons: Person[] = [
      { ...bad, id: 'a', severity: 80, rankValue: 85 },
      { ...bad, id: 'b', severity: 80, rankValue: 90 },
      { ...bad, id: 'c', severity: 90, rankValue: 90 },
    ];
    expect(toIds(orderByLoss(persons))).toEqual(['c', 'b', 'a']);
    expect(toIds(orderByLatency(persons))).toEqual(['c', 'b', 'a']);
  });

  it('in severity go by the sum of the rank values before the loss', () => {
    const persons: Person[] = [
      { ...bad, id: 'a', rankSum: 110, lossPercent: 30 },
      { ...bad, id: 'b', rankSum: 120, lossPercent: 20 },
    ];
    expect(toIds(orderBySeverity(persons))).toEqual(['b', 'a']);
  });

  it('go by the name in any case, blank first, and then by the id', () => {
    const persons = [
      ['1', 'bea'],
      ['2', 'Ann'],
      ['4', ' ann '],
      ['30', 'ANN'],
      ['5', ' '],
    ].map(([id = '', name = '']) => ({ ...bad, id, name }));
    expect(toIds(orderBySeverity(persons))).toEqual(['5', '2', '30', '4', '1']);
  });

  it('are broken by loss and latency, a missing one below 0', () => {
    const persons: Person[] = [
      { ...bad, id: 'a', lossPercent: null, latencyMs: 900 },
      { ...bad, id: 'b', lossPercent: 0, latencyMs: null },
      { ...bad, id: 'c', lossPercent: 0, latencyMs: 0 },
    ];
    expect(toIds(orderBySeverity(persons))).toEqual(['c', 'b', 'a']);
  });
});

const value = fc.option(fc.constantFrom(0, 2, 2.0000000001, 5, 30, 99));
const type = fc.constantFrom(...STREAM_KINDS.map((kind) => kind.type).filter((name) => name !== 'cpu_usage'));
const anyPerson = fc
  .record({
    grade: fc.constantFrom('Good', 'Fair', 'Poor', 'Bad', 'No data', 'Short stay'),
    name: fc.constantFrom('', 'ann', 'Ann', 'bea'),
    severity: value,
    rankValue: value,
    rankSum: value,
    lossPercent: value,
    lossType: type,
    latencyMs: value,
    latencyType: type,
  })
  .map((given) => ({ ...bad, ...given }));
const shuffled = fc
  .array(anyPerson, { maxLength: 30 })
  .map((persons) => persons.map((person, index) => ({ ...person, id: `p${index}` })))
  .chain((persons) =>
    fc.tuple(
      fc.constant(persons),
      fc.shuffledSubarray(persons, { minLength: persons.length, maxLength: persons.length }),
    ),
  );

describe('any order', () => {
  it('holds each graded person once and nobody else', () => {
    fc.assert(
      fc.property(shuffled, ([persons]) => {
        const graded = persons.filter((person) => person.grade !== 'No data' && person.grade !== 'Short stay');
        const expected = {
          severity: toIds(graded.filter((person) => person.grade !== 'Good')),
          loss: toIds(graded.filter((person) => person.lossPercent !== null)),
          latency: toIds(graded.filter((person) => person.latencyMs !== null)),
        };
        const found = orderPeople(persons);
        for (const list of ['severity', 'loss', 'latency'] as const) {
          expect([...found[list]].sort()).toEqual(expected[list].sort());
        }
      }),
    );
  });

  it('does not depend on the order of reading', () => {
    fc.assert(
      fc.property(shuffled, ([persons, others]) => {
        expect(orderPeople(others)).toEqual(orderPeople(persons));
      }),
    );
  });

  it('never rises', () => {
    const ranks = ['Good', 'Fair', 'Poor', 'Bad'];
    fc.assert(
      fc.property(shuffled, ([persons]) => {
        const bySeverity = orderBySeverity(persons).map((person) => ranks.indexOf(person.grade));
        const byLoss = orderByLoss(persons).map((person) => Math.round((person.lossPercent ?? -1) * 1e6));
        const byLatency = orderByLatency(persons).map((person) => Math.round((person.latencyMs ?? -1) * 1e6));
        for (const values of [bySeverity, byLoss, byLatency]) {
          expect(values).toEqual([...values].sort((one, other) => other - one));
        }
      }),
    );
  });
});
