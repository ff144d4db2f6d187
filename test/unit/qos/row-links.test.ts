import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRows } from '../../../src/qos/join-rows.ts';
import { createRowLinks } from '../../../src/qos/row-links.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import { toStreams, toVisit } from './vectors.ts';

/** The visits of each person, people and visits in the order of their first row; in portions, as a read has them. */
function mergeVisits(rows: readonly Visit[], portion = 2): Visit[][] {
  const links = createRowLinks();
  for (let from = 0; from < rows.length; from += portion) links.add(rows.slice(from, from + portion));
  const { personOf, rowsOf } = links.finish();
  const people: Visit[][] = [];
  rows.forEach((row, index) => {
    const person = people[personOf(index)] ?? [];
    person.push(row);
    people[personOf(index)] = person;
  });
  expect(people.map((_, person) => rowsOf(person))).toEqual(people.map((person) => person.length));
  return people.map(joinRows);
}

function toGroups(visits: Parameters<typeof mergeVisits>[0]): string[][] {
  return mergeVisits(visits).map((person) => person.map((visit) => visit.visitId));
}

describe('rows that belong together', () => {
  it('follows chains, in the order of the first visit', () => {
    const visits = [
      toVisit({ visitId: 'a', identityKeys: ['user:1'] }),
      toVisit({ visitId: 'b', identityKeys: ['email:x'] }),
      toVisit({ visitId: 'c', identityKeys: [] }),
      toVisit({ visitId: 'd', identityKeys: ['email:x', 'uuid:2'] }),
      toVisit({ visitId: 'e', identityKeys: ['uuid:2', 'user:1'] }),
    ];
    expect(toGroups(visits)).toEqual([['a', 'b', 'd', 'e'], ['c']]);
  });

  it('joins nobody by a blank key or a name', () => {
    const visits = [toVisit({ name: 'Guest', identityKeys: [' '] }), toVisit({ name: 'Guest', identityKeys: [' '] })];
    expect(mergeVisits(visits)).toHaveLength(2);
  });

  it('takes rows with one visit id for one visit', () => {
    const streams = toStreams([{ type: 'audio_output', details: { avg_bitrate: '60 kbps', avg_loss: '1%' } }]);
    const rows = [
      toVisit({
        visitId: 'a',
        name: 'Guest',
        role: 'attendee',
        staySeconds: null,
        streams,
        identityKeys: ['user:1'],
      }),
      toVisit({ visitId: 'b' }),
      toVisit({ visitId: 'a', name: 'Ann', staySeconds: 0 }),
      toVisit({
        visitId: ' a ',
        name: ' ',
        role: 'Panelist',
        staySeconds: 300,
        joinedAtMs: 2_000,
        leftAtMs: 302_000,
        transport: 'UDP',
        streams,
        identityKeys: ['user:1', 'email:x'],
        cpuOverloaded: true,
        attributes: { device: 'Mac' },
        leaveReason: 'Host ended the webinar.',
        zoomQuality: { audio: 'good', video: 'poor', share: null },
      }),
      toVisit({
        visitId: 'a',
        role: 'attendee',
        staySeconds: 900,
        joinedAtMs: 1_000,
        leftAtMs: null,
        transport: 'TCP',
        attributes: { device: 'Windows' },
        leaveReason: 'Network connection error.',
        zoomQuality: { audio: 'fair', video: 'good', share: null },
      }),
    ];
    expect(mergeVisits(rows)).toEqual([
      [
        {
          visitId: 'a',
          name: 'Ann',
          role: 'Panelist',
          staySeconds: 300,
          joinedAtMs: 1_000,
          leftAtMs: 302_000,
          transport: 'TCP',
          streams: [...streams, ...streams],
          identityKeys: ['user:1', 'email:x'],
          cpuOverloaded: true,
          attributes: { device: 'Mac' },
          leaveReason: 'Network connection error.',
          zoomQuality: { audio: 'fair', video: 'poor', share: null },
        },
      ],
      [rows[1]],
    ]);
  });

  it('never takes rows without a visit id for one visit', () => {
    expect(mergeVisits([toVisit({ visitId: '' }), toVisit({ visitId: '' })])).toHaveLength(2);
  });

  it('bears a chain of 20,000 visits', () => {
    const visits = Array.from({ length: 20_000 }, (_, index) =>
      toVisit({ visitId: `v${index}`, identityKeys: [`user:${index}`, `user:${index + 1}`] }),
    ).reverse();
    expect(mergeVisits(visits).map((person) => person.length)).toEqual([20_000]);
  });

  it('groups alike whatever the order of the rows', () => {
    const visits = fc
      .array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 2 }), { maxLength: 20 })
      .map((rows) => rows.map((identityKeys, index) => toVisit({ visitId: `v${index}`, identityKeys })));
    const shuffled = visits.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    );
    const toSorted = (groups: string[][]) => groups.map((group) => group.sort().join()).sort();
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        expect(toSorted(toGroups(others))).toEqual(toSorted(toGroups(rows)));
      }),
    );
  });
});
