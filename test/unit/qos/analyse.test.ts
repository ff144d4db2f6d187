import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import { identityKeys } from '../../../src/qos/identity.ts';
import type { GradedStream } from '../../../src/qos/person.ts';
import type { MetricRange } from '../../../src/qos/stream.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import { toExpectation, toPersonVisit, toStreams, toVisit, vectors, withTolerance, writeReason } from './vectors.ts';

function analyse(visits: readonly Visit[]) {
  return analyseWebinar(visits, DEFAULT_THRESHOLDS);
}

function listener(visitId: string, lossPercent: number, given: Partial<Visit> = {}): Visit {
  const details = { avg_bitrate: '60 kbps', avg_loss: `${lossPercent}%`, avg_latency: '80 ms' };
  return toVisit({ visitId, streams: toStreams([{ type: 'audio_output', details }]), ...given });
}

/** A merged stream in the words of the vectors. */
function toVector(stream: GradedStream) {
  const write = (name: string, { min, average, peak }: MetricRange) => ({
    [`min_${name}`]: min,
    [`avg_${name}`]: average,
    [`max_${name}`]: peak,
  });
  return {
    type: stream.type,
    ...write('bitrate', stream.bitrateKbps),
    ...write('loss', stream.lossPercent),
    ...write('latency', stream.latencyMs),
    ...write('jitter', stream.jitterMs),
  };
}

describe('analyseWebinar', () => {
  it.each(vectors.merge)('merges the visits of $id', ({ visits, expect: expected }) => {
    const rows = visits.map((visit) =>
      toVisit({
        visitId: visit.visit,
        identityKeys: identityKeys({
          registrantId: visit.registrant_id,
          zoomUserId: visit.zoom_user_id,
          participantUuid: visit.participant_uuid,
          email: visit.email,
        }),
        name: visit.name,
        staySeconds: visit.stay_s,
        streams: toStreams(visit.streams),
      }),
    );
    const { people } = analyse(rows);
    expect(people.map(toExpectation)).toEqual(
      expected.persons.map(({ visits: _, stay_s: __, streams: ___, ...numbers }) => withTolerance(numbers)),
    );
    expect(people.map((person) => [person.id, person.visits, person.staySeconds])).toEqual(
      expected.persons.map((person) => [person.visits[0], person.visits.length, person.stay_s]),
    );
    expect(people.map((person) => person.streams.map(toVector))).toEqual(
      expected.persons.map((person) => person.streams.map(withTolerance)),
    );
  });

  it.each(vectors.presenters)('decides the verdict of $id', ({ people: given, expect: expected }) => {
    const { people, summary } = analyse(given.map(toPersonVisit));
    // By name, which is the vectors' id too: ids such as n0 look like our own and are replaced.
    const found = people.map((person) => [person.name, { grade: person.grade, reason: writeReason(person) }]);
    expect(Object.fromEntries(found)).toEqual(expected.people);
    expect(summary).toMatchObject({
      verdict: expected.verdict,
      decidedBy: expected.decided_by,
      audience: expected.audience,
      presenters: expected.presenters,
      graded: expected.graded,
      shortStays: expected.short_stays,
      noData: expected.no_data,
      limitedData: expected.limited_data,
    });
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
      verdict: 'Poor',
      decidedBy: 'audience',
      rolesKnown: true,
      audience: { grade: 'Poor', graded: 4, affected: 2, good: 1, fair: 1, poor: 1, bad: 1 },
      presenters: { grade: 'No data', graded: 0, good: 0, affected: 0 },
      people: 7,
      graded: 4,
      affected: 2,
      shortStays: 1,
      noData: 2,
      limitedData: false,
      lossPercent: { median: 3, p95: 12 },
      latencyMs: { median: 80, p95: 80 },
      causes: [],
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

  it('grades everybody as an attendee when no role is known', () => {
    const { people, summary } = analyse([listener('a', 6, { role: null }), listener('b', 0, { role: ' ' })]);
    expect(people.map((person) => person.role)).toEqual([null, null]);
    expect(summary).toMatchObject({ rolesKnown: false, verdict: 'Fair', decidedBy: 'audience' });
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
