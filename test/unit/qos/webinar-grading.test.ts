import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import type { Person } from '../../../src/qos/person.ts';
import { createRowLinks } from '../../../src/qos/row-links.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import { createWebinarGrading } from '../../../src/qos/webinar-grading.ts';
import { toStreams, toVisit } from './vectors.ts';

const streams = toStreams([{ type: 'audio_output', details: { avg_bitrate: '60 kbps', avg_loss: '1%' } }]);
const row = fc.record({
  visitId: fc.constantFrom('a', 'b', 'c', 'd', 'e', ''),
  identityKeys: fc.uniqueArray(fc.constantFrom('user:1', 'user:2', 'email:x', ' '), { maxLength: 2 }),
  role: fc.constantFrom('host', 'attendee', null),
});

function gradeInPortions(rows: readonly Visit[], portion: number) {
  const portions: Visit[][] = [];
  for (let from = 0; from < rows.length; from += portion) portions.push(rows.slice(from, from + portion));
  const links = createRowLinks();
  for (const some of portions) links.add(some);
  const linked = links.finish();
  const grading = createWebinarGrading(linked, DEFAULT_THRESHOLDS);
  const given = portions.map((some) => grading.add(some));
  return { given, standings: grading.standings(), rolesKnown: linked.rolesKnown };
}

describe('grading in portions', () => {
  it('gives the same people as grading all at once, however the rows are cut', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (given, portion) => {
        const rows = given.map((changes) => toVisit({ ...changes, streams }));
        const { people } = analyseWebinar(rows, DEFAULT_THRESHOLDS);
        const graded = gradeInPortions(rows, portion);
        const byNumber: readonly Person[] = graded.given.flat().toSorted((a, b) => a.number - b.number);
        expect(byNumber).toEqual(people);
        expect(graded.standings.map(({ id }) => id)).toEqual(people.map(({ id }) => id));
      }),
    );
  });

  it('gives everybody as soon as the last of their rows is there', () => {
    const [ann, bob, annAgain] = [
      toVisit({ visitId: 'a', identityKeys: ['user:1'], streams }),
      toVisit({ visitId: 'b', streams }),
      toVisit({ visitId: 'c', identityKeys: ['user:1'], streams }),
    ];
    const { given } = gradeInPortions([ann, bob, annAgain], 1);
    expect(given.map((people) => people.map(({ id, visits }) => [id, visits]))).toEqual([[], [['b', 1]], [['a', 2]]]);
  });
});
