import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import { orderBySeverity } from '../../../src/qos/order.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import {
  toExpectation,
  toPersonVisit,
  toRows,
  toStreams,
  toVisit,
  vectors,
  withTolerance,
  writeReason,
  writeStream,
} from './vectors.ts';

function analyse(visits: readonly Visit[]) {
  return analyseWebinar(visits, DEFAULT_THRESHOLDS);
}

function listener(visitId: string, lossPercent: number, given: Partial<Visit> = {}): Visit {
  const details = { avg_bitrate: '60 kbps', avg_loss: `${lossPercent}%`, avg_latency: '80 ms' };
  return toVisit({ visitId, streams: toStreams([{ type: 'audio_output', details }]), ...given });
}

describe('analyseWebinar', () => {
  it.each(vectors.merge)('merges the visits of $id', ({ visits, expect: expected }) => {
    const rows = visits.flatMap(toRows);
    const { people } = analyse(rows);
    expect(people.map(toExpectation)).toEqual(
      expected.persons.map(({ visits: _, stay_s: __, streams: ___, role: ____, role_guessed: _____, ...numbers }) =>
        withTolerance(numbers),
      ),
    );
    expect(
      people.map((person) => [person.id, person.visits, person.staySeconds, person.role, person.roleGuessed]),
    ).toEqual(
      expected.persons.map((person) => [
        person.visits[0],
        person.visits.length,
        person.stay_s,
        person.role,
        person.role_guessed,
      ]),
    );
    expect(people.map((person) => person.streams.map(writeStream))).toEqual(
      expected.persons.map((person) => person.streams.map(withTolerance)),
    );
  });

  it.each(vectors.presenters)('decides the verdict of $id', ({ people: given, expect: expected }) => {
    const { people, summary } = analyse(given.map(toPersonVisit));
    // By name, which is the vectors' id too: ids such as n0 look like our own and are replaced.
    const found = people.map((person) => {
      const { grade, role, countsFully } = person;
      return [person.name, { grade, reason: writeReason(person), role, counts_fully: countsFully }];
    });
    const { decided_by, ...presenters } = expected.presenters;
    expect(Object.fromEntries(found)).toEqual(expected.people);
    expect(summary).toMatchObject({
      verdict: expected.verdict,
      decidedBy: expected.decided_by,
      audience: expected.audience,
      presenters,
      roles: expected.roles,
      graded: expected.graded,
      shortStays: expected.short_stays,
      noData: expected.no_data,
      limitedData: expected.limited_data,
    });
    expect(people.find(({ id }) => id === summary.presenters.decidedBy)?.name ?? null).toBe(decided_by);
  });

  it.each(vectors.webinars)('$id: $title', ({ visits, expect: expected }) => {
    const rows = visits.flatMap(toRows);
    const { people, orders, summary } = analyse(rows);
    const shown = new Map(people.map((person) => [person.id, person]));
    expect(
      expected.people.map(({ visits: [id = ''] }) => {
        const person = shown.get(id);
        if (person === undefined) return id;
        const { role, roleGuessed, countsFully } = person;
        return {
          ...toExpectation(person),
          visits: person.visits,
          role,
          role_guessed: roleGuessed,
          counts_fully: countsFully,
        };
      }),
    ).toEqual(expected.people.map((person) => ({ ...withTolerance(person), visits: person.visits.length })));
    expect(summary.audience).toEqual(expected.audience);
    const { decided_by, ...presenters } = expected.presenters;
    expect(summary.presenters).toEqual({ ...presenters, decidedBy: decided_by });
    expect(summary).toMatchObject({
      roles: expected.roles,
      verdict: expected.verdict,
      decidedBy: expected.decided_by,
      graded: expected.graded,
      shortStays: expected.short_stays,
      noData: expected.no_data,
      limitedData: expected.limited_data,
      people: expected.people_count,
      affected: expected.affected,
      lossPercent: withTolerance(expected.loss),
      latencyMs: withTolerance(expected.latency),
      zoomAgreement: expected.zoom_agreement,
    });
    const graded = orderBySeverity(people).map(({ id }) => id);
    expect(graded.slice(0, expected.worst.length)).toEqual(expected.worst);
    expect(orders.severity.slice(0, expected.worst.length)).toEqual(expected.worst.slice(0, orders.severity.length));
  });

  it('counts people by grade', () => {
    const { summary } = analyse([
      listener('a', 0, { role: 'attendee' }),
      listener('b', 3, { role: ' ' }),
      listener('c', 6),
      listener('d', 12),
      toVisit({ visitId: 'e' }),
      listener('f', 50, { staySeconds: 5 }),
      listener('g', 50, { role: ' HOST ' }),
    ]);
    expect(summary).toEqual({
      verdict: 'Bad',
      decidedBy: 'audience',
      roles: 'known',
      audience: { grade: 'Bad', graded: 4, affected: 2, impaired: 3, good: 1, fair: 1, poor: 1, bad: 1 },
      presenters: { grade: 'No data', graded: 0, good: 0, affected: 0, decidedBy: null },
      people: 7,
      graded: 4,
      affected: 2,
      shortStays: 1,
      noData: 2,
      limitedData: false,
      lossPercent: { median: 3, p95: 12 },
      latencyMs: { median: 80, p95: 80 },
      causes: [],
      zoomAgreement: { compared: 0, agree: 0 },
    });
  });

  it('counts affected presenters among the affected people, though not in the audience', () => {
    const sent = (visitId: string, avg_loss: string) =>
      toVisit({ visitId, role: 'host', streams: toStreams([{ type: 'audio_input', details: { avg_loss } }]) });
    const { summary } = analyse([
      sent('a', '12%'),
      sent('b', '0.1%'),
      listener('c', 6, { role: 'attendee' }),
      listener('d', 0, { role: 'attendee' }),
    ]);
    expect(summary).toMatchObject({ affected: 2, audience: { affected: 1 }, presenters: { affected: 1, good: 1 } });
  });

  it('sums up what attendees hear, each by the worst path', () => {
    const hearing = (visitId: string, ...losses: string[]) => {
      const types = ['audio_output', 'audio_device_to_crc', 'audio_input', 'video_output'];
      return toVisit({
        visitId,
        role: 'attendee',
        streams: toStreams(losses.map((avg_loss, index) => ({ type: types[index], details: { avg_loss } }))),
      });
    };
    const { lossPercent } = analyse([
      hearing('a', '3%', '1%', '40%', '50%'),
      hearing('b', '0.5%', '0.2%', '60%'),
    ]).summary;
    expect(lossPercent).toEqual({ median: 0.5, p95: 3 });
  });

  it('has the 95th percentile beside the median', () => {
    const { lossPercent } = analyse(Array.from({ length: 20 }, (_, index) => listener(`v${index}`, index))).summary;
    expect(lossPercent).toEqual({ median: 9, p95: 18 });
  });

  it('has no verdict when everybody is a short stay or without data', () => {
    const { summary, orders } = analyse([listener('a', 50, { staySeconds: 5 }), toVisit({ visitId: 'b' })]);
    expect(summary).toMatchObject({
      verdict: 'No data',
      decidedBy: null,
      people: 2,
      shortStays: 1,
      noData: 1,
      limitedData: true,
      lossPercent: { median: null, p95: null },
    });
    expect(orders).toEqual({ severity: [], loss: [], latency: [] });
  });

  it('has no verdict on nobody', () => {
    expect(analyse([])).toMatchObject({ people: [], summary: { verdict: 'No data', people: 0, limitedData: false } });
  });

  it('guesses who presented when no role is known, and says so', () => {
    const { people, summary } = analyse([listener('a', 6, { role: null }), listener('b', 0, { role: ' ' })]);
    expect(people.map((person) => [person.role, person.roleGuessed])).toEqual([
      ['attendee', true],
      ['attendee', true],
    ]);
    expect(summary).toMatchObject({ roles: 'guessed', verdict: 'Bad', decidedBy: 'audience' });
  });

  it.each(['Host', 'co-host', 'COHOST ', 'panelist', 'Interpreter'])('takes a %s for a presenter', (role) => {
    expect(analyse([listener('a', 6, { role })]).people[0]?.role).toBe('presenter');
  });

  it('takes somebody for a presenter who was one in any visit', () => {
    const identity = { identityKeys: ['user:1'] };
    const { people } = analyse([
      listener('a', 6, { ...identity, role: 'attendee' }),
      listener('b', 6, { ...identity, role: 'panelist' }),
      listener('c', 6, { role: 'attendee' }),
    ]);
    expect(people.map((person) => person.role)).toEqual(['presenter', 'attendee']);
  });

  it('numbers people by their first visit', () => {
    const { people } = analyse([
      listener('a', 0, { identityKeys: ['user:1'] }),
      listener('b', 0),
      listener('c', 0, { identityKeys: ['user:1'] }),
      listener('d', 0),
    ]);
    expect(people.map((person) => [person.number, person.id])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'd'],
    ]);
  });

  it('gives ids that are unique and fit for a button', () => {
    const ids = ['20161536', 'a=/+._-Z', '', 'two words', 'n2', 'ü', 'x'.repeat(49), 'line\n'];
    const { people } = analyse(ids.map((visitId) => listener(visitId, 0)));
    expect(people.map((person) => person.id)).toEqual(['20161536', 'a=/+._-Z', 'n3', 'n4', 'n5', 'n6', 'n7', 'line']);
  });

  it('counts a row that Zoom repeats once', () => {
    const once = analyse([listener('a', 6), listener('b', 0)]);
    const twice = analyse([listener('a', 6), listener('b', 0), listener('a', 6)]);
    expect(twice).toEqual(once);
  });

  it('says which attribute the affected people share', () => {
    const rows = Array.from({ length: 10 }, (_, index) =>
      listener(`v${index}`, index < 4 ? 12 : 0, { attributes: { location: index < 4 ? 'Xtown' : 'Ytown' } }),
    );
    expect(analyse(rows).summary.causes).toEqual([
      { attribute: 'location', value: 'Xtown', flagged: 4, people: 4, othersFlagged: 0, others: 6 },
    ]);
  });

  it('adds up, whatever the rows', () => {
    const row = fc
      .record({
        visitId: fc.constantFrom('', 'a', 'b', 'c', 'd'),
        identityKeys: fc.subarray(['user:1', 'user:2', 'email:x']),
        role: fc.option(fc.constantFrom('host', 'attendee', '')),
        staySeconds: fc.option(fc.integer({ min: -10, max: 300 })),
        lossPercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
        type: fc.constantFrom('audio_output', 'audio_input', 'video_output'),
      })
      .map(({ lossPercent, type, ...visit }) => {
        const details = { avg_bitrate: 60, avg_loss: lossPercent, avg_latency: 80 };
        return toVisit({ ...visit, streams: toStreams([{ type, details }]) });
      });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const { people, orders, summary } = analyse(rows);
        const { audience, presenters } = summary;
        expect(audience.good + audience.fair + audience.poor + audience.bad).toBe(audience.graded);
        expect(audience.graded + presenters.graded).toBe(summary.graded);
        expect(summary.graded + summary.shortStays + summary.noData).toBe(people.length);
        expect(new Set(people.map((person) => person.id)).size).toBe(people.length);
        const notGood = people.filter((person) => ['Fair', 'Poor', 'Bad'].includes(person.grade));
        expect([...orders.severity].sort()).toEqual(notGood.map((person) => person.id).sort());
      }),
    );
  });
});
