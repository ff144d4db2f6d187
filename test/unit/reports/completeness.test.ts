import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideCompleteness, type FinishedRead, fingerprintOf, isThinner } from '../../../src/reports/completeness.ts';
import { sampleSummary } from '../../messages/samples.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const END = Date.UTC(2026, 0, 15, 12);

type Kept = NonNullable<FinishedRead['kept']>;

const toKept = (given: Partial<Kept> = {}): Kept => ({
  ...{ state: 'preliminary', rowsRead: 19, participantCount: 39, fingerprint: 'same', unchangedSince: END },
  ...given,
});

/** By default 19 of 39 rows, two minutes after the end, and nothing was read before. */
const decide = (given: Partial<FinishedRead> = {}) =>
  decideCompleteness({
    ...{ rowsRead: 19, fingerprint: 'same', participantCount: 39, isLive: false, isLast: false, kept: null },
    ...{ endedAt: new Date(END).toISOString(), now: END + 2 * MINUTE_MS },
    ...given,
  });
const stateOf = (given: Partial<FinishedRead>) => decide(given).state;

describe('what two reads have to agree in', () => {
  const summary = sampleSummary();

  it('is the same for a read that found the same', () => {
    expect(fingerprintOf(summary)).toBe(fingerprintOf(structuredClone(summary)));
  });

  it.each([
    ['the verdict', { verdict: 'Poor' as const }],
    ['the people', { people: 476 }],
    ['those who were graded', { graded: 417 }],
    ['the audience', { audience: { ...summary.audience, bad: 8 } }],
    ['the presenters', { presenters: { ...summary.presenters, good: 3 } }],
  ])('is another when %s changed', (_what, change) => {
    expect(fingerprintOf(sampleSummary(change))).not.toBe(fingerprintOf(summary));
  });
});

describe("a read of which Zoom's count is known", () => {
  it.each([
    [98, 100, 'final'],
    [97, 100, 'preliminary'],
    [120, 100, 'final'],
    [38, 39, 'preliminary'],
    [39, 39, 'final'],
  ] as const)('with %i of %i rows is %s', (rowsRead, participantCount, state) => {
    expect(stateOf({ rowsRead, participantCount })).toBe(state);
  });

  it('is not complete because two reads agree, however far apart', () => {
    expect(stateOf({ kept: toKept(), now: END + 23 * HOUR_MS })).toBe('preliminary');
  });

  it('is incomplete once Zoom has had a day, or nothing more is read', () => {
    expect(stateOf({ now: END + 24 * HOUR_MS - 1 })).toBe('preliminary');
    expect(stateOf({ now: END + 24 * HOUR_MS })).toBe('incomplete');
    expect(stateOf({ isLast: true })).toBe('incomplete');
    expect(stateOf({ endedAt: null })).toBe('incomplete');
  });

  it('bears an end that lies ahead, as clocks disagree', () => {
    expect(stateOf({ now: END - 30_000 })).toBe('preliminary');
  });

  it('is live while the webinar runs', () => {
    expect(stateOf({ isLive: true, endedAt: null, rowsRead: 39 })).toBe('live');
  });

  it('is held against the largest count that Zoom ever told', () => {
    expect(decide({ kept: toKept({ participantCount: 39 }), rowsRead: 30, participantCount: 30 })).toMatchObject({
      ...{ state: 'preliminary', participantCount: 39 },
    });
    expect(decide({ kept: toKept({ participantCount: 39 }), participantCount: null }).participantCount).toBe(39);
    expect(decide({ kept: toKept({ participantCount: null }), participantCount: 0 }).participantCount).toBeNull();
  });
});

describe('a read of which Zoom told no count', () => {
  const unknown = { participantCount: null } as const;
  const again = (minutes: number, given: Partial<Kept> = {}, read: Partial<FinishedRead> = {}) =>
    stateOf({ ...unknown, kept: toKept({ ...unknown, ...given }), now: END + minutes * MINUTE_MS, ...read });

  it('is complete when two reads at least ten minutes apart agree', () => {
    expect(again(10)).toBe('final');
    expect(again(9.99)).toBe('preliminary');
  });

  it('is not complete when they differ in rows or in what was found', () => {
    expect(again(30, {}, { rowsRead: 20 })).toBe('preliminary');
    expect(again(30, {}, { fingerprint: 'other' })).toBe('preliminary');
  });

  it('stays complete when the next read agrees too, or is thinner', () => {
    expect(again(40, { state: 'final' })).toBe('final');
    expect(again(40, { state: 'final' }, { rowsRead: 5, fingerprint: null })).toBe('final');
    expect(again(40, {}, { rowsRead: 5, fingerprint: null })).toBe('preliminary');
  });

  it('is not confirmed, a day later or without an end, as long as it is the only one', () => {
    expect(stateOf({ ...unknown, now: END + 24 * HOUR_MS })).toBe('unconfirmed');
    expect(stateOf({ ...unknown, endedAt: null })).toBe('unconfirmed');
  });
});

describe('since when nothing changed', () => {
  const LATER = END + HOUR_MS;

  it('is the first of the reads that found the same', () => {
    expect(decide({ now: LATER }).unchangedSince).toBe(LATER);
    expect(decide({ now: LATER, kept: toKept() }).unchangedSince).toBe(END);
    expect(decide({ now: LATER, kept: toKept(), rowsRead: 30 }).unchangedSince).toBe(LATER);
    expect(decide({ now: LATER, kept: toKept(), fingerprint: 'other' }).unchangedSince).toBe(LATER);
  });

  it('is not moved by a thinner read', () => {
    expect(decide({ now: LATER, kept: toKept({ rowsRead: 39 }) })).toEqual({
      ...{ state: 'final', participantCount: 39, unchangedSince: END },
    });
  });
});

describe('any course of reads', () => {
  const reads = fc.array(
    fc.record({
      rowsRead: fc.nat(60),
      fingerprint: fc.constantFrom('a', 'b'),
      participantCount: fc.option(fc.integer({ min: 1, max: 60 })),
      minutes: fc.integer({ min: 1, max: 600 }),
      isLast: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it('never loses rows, and is final only with 98 % of the count, or without a count with two reads that agree', () => {
    fc.assert(
      fc.property(reads, (course) => {
        const keptReads: Kept[] = [];
        let now = END;
        for (const { minutes, ...read } of course) {
          now += minutes * MINUTE_MS;
          const before = keptReads.at(-1) ?? null;
          const { state, participantCount, unchangedSince } = decide({ ...read, now, kept: before });
          const rowsRead = Math.max(read.rowsRead, before?.rowsRead ?? 0);
          const isFuller = !isThinner(read.rowsRead, before);
          expect(rowsRead).toBe(isFuller ? read.rowsRead : before?.rowsRead);
          if (state === 'final' && participantCount !== null)
            expect(rowsRead / participantCount).toBeGreaterThanOrEqual(0.98);
          if (state === 'final' && participantCount === null) {
            expect(before).toMatchObject({ rowsRead });
            if (before?.state !== 'final') expect(now - unchangedSince).toBeGreaterThanOrEqual(10 * MINUTE_MS);
          }
          if (read.isLast) expect(state).not.toBe('preliminary');
          const fingerprint = isFuller ? read.fingerprint : (before?.fingerprint ?? '');
          keptReads.push({ state, rowsRead, participantCount, unchangedSince, fingerprint });
        }
      }),
    );
  });
});
