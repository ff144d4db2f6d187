import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import type { Analysis } from '../../../src/qos/analysis.ts';
import { gradeRank, isGraded } from '../../../src/qos/grade.ts';
import { gradePerson } from '../../../src/qos/grade-person.ts';
import { comparable } from '../../../src/qos/rounding.ts';
import type { MetricRange, Stream, StreamType } from '../../../src/qos/stream.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import { toVisit } from './vectors.ts';

const UNKNOWN: MetricRange = { min: null, average: null, peak: null };

/** A number that is on a limit as often as beside one. */
const number = (...limits: number[]) =>
  fc.oneof(fc.constantFrom(0, ...limits), fc.double({ min: 0, max: (limits.at(-1) ?? 1) * 1.5, noNaN: true }));
const range = (average: fc.Arbitrary<number | null>) =>
  fc.tuple(average, fc.option(fc.double({ min: 0, max: 1, noNaN: true }))).map(([value, more]) => ({
    min: null,
    average: value,
    peak: value === null || more === null ? null : value * (1 + more),
  }));

const stream: fc.Arbitrary<Stream> = fc.record({
  type: fc.constantFrom<StreamType[]>(
    'audio_output',
    'audio_input',
    'video_output',
    'video_input',
    'as_output',
    'as_input',
  ),
  bitrateKbps: range(fc.constantFrom(0.2, 3, 60, 800)),
  lossPercent: range(number(2, 5, 10, 20, 60)),
  latencyMs: range(fc.option(number(150, 300, 500, 1000))),
  jitterMs: range(fc.option(number(30, 60, 100, 200))),
  frameRateFps: fc.constant(UNKNOWN),
  resolution: fc.constant(null),
  averageLossInvalid: fc.constant(false),
});
const visit = fc.record({
  identityKeys: fc.subarray(['user:1', 'user:2', 'email:x'], { maxLength: 1 }),
  role: fc.constantFrom('host', 'panelist', 'attendee', null),
  staySeconds: fc.constantFrom(20, 60, 600, 3600, null),
  leaveReason: fc.constantFrom('Network connection error.', 'Host ended the webinar.', null),
  streams: fc.array(stream, { maxLength: 3 }),
});
const webinar = fc
  .array(visit, { minLength: 1, maxLength: 10 })
  .map((visits) => visits.map((given, index) => toVisit({ ...given, visitId: `v${index}` })));

function analyse(visits: readonly Visit[]): Analysis {
  return analyseWebinar(visits, DEFAULT_THRESHOLDS);
}

/** Everything but what is called after the order of reading: numbers, ids and whose name is shown. */
function withoutOrder({ people, summary }: Analysis): unknown {
  const numbers = (value: unknown) => (typeof value === 'number' ? comparable(value) : value);
  const { decidedBy, ...presenters } = summary.presenters;
  const decided = people.find(({ id }) => id === decidedBy);
  const written = people.map(({ id: _, number: __, name: ___, attributes: ____, ...person }) =>
    JSON.stringify(person, (_key, value) => numbers(value)),
  );
  return [written.sort(), JSON.stringify({ ...summary, presenters }, (_key, value) => numbers(value)), decided?.grade];
}

describe('the verdict', () => {
  it('does not depend on the order of the rows, nor on rows that Zoom repeats', () => {
    const shuffled = webinar.chain((visits) =>
      fc.tuple(fc.constant(visits), fc.shuffledSubarray(visits, { minLength: visits.length }), fc.subarray(visits)),
    );
    fc.assert(
      fc.property(shuffled, ([visits, others, repeated]) => {
        const expected = withoutOrder(analyse(visits));
        expect(withoutOrder(analyse(others))).toEqual(expected);
        expect(withoutOrder(analyse([...visits, ...repeated]))).toEqual(expected);
      }),
    );
  });

  it('is never better when a graded person has more loss, or is dropped', () => {
    const worse = fc.record({ row: fc.nat(9), loss: fc.double({ min: 0, max: 40, noNaN: true }), drops: fc.boolean() });
    fc.assert(
      fc.property(webinar, worse, (visits, { row, loss, drops }) => {
        const before = analyse(visits);
        const at = row % visits.length;
        const person = before.people.find(({ id }) => id === `v${at}`);
        fc.pre(person !== undefined && isGraded(person.grade) && person.visits === 1);
        const after = analyse(
          visits.map((given, index) =>
            index === at
              ? {
                  ...given,
                  leaveReason: drops ? 'Network connection error.' : (given.leaveReason ?? null),
                  streams: given.streams.map((one) => addLoss(one, loss)),
                }
              : given,
          ),
        );
        const grade = after.people.find(({ id }) => id === `v${at}`)?.grade ?? 'No data';
        expect(gradeRank(grade)).toBeGreaterThanOrEqual(gradeRank(person?.grade ?? 'No data'));
        for (const group of ['audience', 'presenters'] as const) {
          expect(gradeRank(after.summary[group].grade)).toBeGreaterThanOrEqual(gradeRank(before.summary[group].grade));
        }
        expect(gradeRank(after.summary.verdict)).toBeGreaterThanOrEqual(gradeRank(before.summary.verdict));
      }),
    );
  });
});

function addLoss(one: Stream, loss: number): Stream {
  const { average, peak } = one.lossPercent;
  const more = (value: number | null) => (value === null ? null : Math.min(100, value + loss));
  return { ...one, lossPercent: { min: null, average: more(average), peak: more(peak) } };
}

describe('merging', () => {
  const full = (limit: number) =>
    fc.double({ min: 1, max: limit, noNaN: true }).map((average) => ({ min: average / 2, average, peak: average * 2 }));
  const heard = fc.record({
    type: fc.constantFrom<StreamType[]>('audio_output', 'video_output'),
    bitrateKbps: full(900),
    lossPercent: full(40),
    latencyMs: full(900),
    jitterMs: full(200),
    frameRateFps: full(30),
    resolution: fc.constant(null),
    averageLossInvalid: fc.constant(false),
  });
  const merge = (visits: readonly Visit[]) =>
    gradePerson(visits, { id: 'p', number: 1, role: 'attendee', roleGuessed: false }, DEFAULT_THRESHOLDS);
  /** The merged streams as those of one visit. */
  const asVisit = (visits: readonly Visit[]): Visit => {
    const { streams, staySeconds } = merge(visits);
    return toVisit({ streams, staySeconds });
  };
  const numbersOf = (visits: readonly Visit[]) =>
    merge(visits).streams.map(({ type, bitrateKbps, lossPercent, latencyMs, jitterMs, frameRateFps }) => [
      type,
      ...[bitrateKbps, lossPercent, latencyMs, jitterMs, frameRateFps].flatMap(({ min, average, peak }) =>
        [min, average, peak].map((value) => Math.round((value ?? -1) * 1e6)),
      ),
    ]);

  it('is associative over visits', () => {
    // Each type once in each visit: a visit in which it is not there would not count for its weight.
    const visits = fc.tuple(...Array.from({ length: 3 }, () => fc.tuple(heard, fc.integer({ min: 60, max: 5_000 }))));
    fc.assert(
      fc.property(visits, (given) => {
        const [a, b, c] = given.map(([one, staySeconds]) =>
          toVisit({ staySeconds, streams: [{ ...one, type: 'audio_output' }] }),
        );
        if (!a || !b || !c) throw new Error('there are three');
        const all = numbersOf([a, b, c]);
        expect(numbersOf([asVisit([a, b]), c])).toEqual(all);
        expect(numbersOf([a, asVisit([b, c])])).toEqual(all);
      }),
    );
  });

  it('is associative, and in any order, over entries of one visit', () => {
    fc.assert(
      fc.property(fc.tuple(heard, heard, heard), ([a, b, c]) => {
        const all = numbersOf([toVisit({ streams: [a, b, c] })]);
        expect(numbersOf([toVisit({ streams: [c, a, b] })])).toEqual(all);
        const ab = asVisit([toVisit({ streams: [a, b] })]).streams;
        expect(numbersOf([toVisit({ streams: [...ab, c] })])).toEqual(all);
      }),
    );
  });
});

describe('a value on a limit belongs to the worse side', () => {
  const hearing = (given: Partial<Stream>): Visit =>
    toVisit({
      role: 'attendee',
      streams: [
        {
          ...{ type: 'audio_output', bitrateKbps: { min: null, average: 60, peak: null } },
          ...{
            latencyMs: UNKNOWN,
            jitterMs: UNKNOWN,
            frameRateFps: UNKNOWN,
            resolution: null,
            averageLossInvalid: false,
          },
          lossPercent: { min: null, average: 0, peak: null },
          ...given,
        },
        ...(given.latencyMs ? [speech] : []),
      ],
    });
  const speech: Stream = {
    ...{ type: 'audio_input', bitrateKbps: { min: null, average: 60, peak: null }, lossPercent: UNKNOWN },
    ...{ latencyMs: UNKNOWN, jitterMs: UNKNOWN, frameRateFps: UNKNOWN, resolution: null, averageLossInvalid: false },
  };
  const gradeOf = (given: Partial<Stream>) => analyse([hearing(given)]).people[0]?.grade;
  const at = (average: number | null, peak: number | null = null) => ({ min: null, average, peak });

  it.each([
    [2, 'Good', 'Fair'],
    [5, 'Fair', 'Poor'],
    [10, 'Poor', 'Bad'],
  ])('%d %% loss: below it %s, on it %s', (limit, below, on) => {
    expect([limit - 0.00001, limit - 1e-9, limit].map((loss) => gradeOf({ lossPercent: at(loss) }))).toEqual([
      below,
      on,
      on,
    ]);
  });

  it.each([
    [150, 'Good', 'Fair'],
    [300, 'Fair', 'Poor'],
    [500, 'Poor', 'Bad'],
  ])('%d ms of delay: below it %s, on it %s', (limit, below, on) => {
    expect([limit - 0.001, limit].map((latency) => gradeOf({ latencyMs: at(latency) }))).toEqual([below, on]);
  });

  it.each([
    [30, 'Good', 'Fair'],
    [100, 'Fair', 'Poor'],
  ])('%d ms of jitter: below it %s, on it %s', (limit, below, on) => {
    expect([limit - 0.001, limit].map((jitter) => gradeOf({ jitterMs: at(jitter) }))).toEqual([below, on]);
  });

  it('a peak of 20 % loss or of 1,000 ms', () => {
    expect([19.99, 20].map((peak) => gradeOf({ lossPercent: at(0, peak) }))).toEqual(['Good', 'Fair']);
    expect([999.9, 1000].map((peak) => gradeOf({ latencyMs: at(90, peak) }))).toEqual(['Good', 'Fair']);
  });

  it.each([
    [3, 100, 'Good', 'Fair'],
    [10, 100, 'Fair', 'Poor'],
    [20, 100, 'Poor', 'Bad'],
  ])('%d affected of %d: one less %s, so many %s', (affected, graded, below, on) => {
    const gradeWith = (bad: number) =>
      analyse(
        Array.from({ length: graded }, (_, index) => ({
          ...hearing({ lossPercent: at(index < bad ? 12 : 0.1) }),
          visitId: `v${index}`,
        })),
      ).summary.audience.grade;
    expect([gradeWith(affected - 1), gradeWith(affected)]).toEqual([below, on]);
  });
});
