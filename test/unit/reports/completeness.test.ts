import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideState, isComplete, toOutcome } from '../../../src/reports/completeness.ts';
import { sampleSummary } from '../../messages/samples.ts';

describe('what is compared with the read before', () => {
  const summary = sampleSummary();

  it('is the same for a read that found the same', () => {
    expect(toOutcome(40, summary)).toEqual(toOutcome(40, structuredClone(summary)));
  });

  it.each([
    ['the verdict', { verdict: 'Poor' as const }],
    ['the people', { people: 476 }],
    ['those who were graded', { graded: 417 }],
    ['the audience', { audience: { ...summary.audience, bad: 8 } }],
    ['the presenters', { presenters: { ...summary.presenters, good: 3 } }],
  ])('is another when %s changed', (_what, change) => {
    expect(toOutcome(40, sampleSummary(change))).not.toEqual(toOutcome(40, summary));
  });
});

describe('whether nearly everybody was read', () => {
  it.each([
    [98, 100, true],
    [97, 100, false],
    [120, 100, true],
    [0, null, false],
    [5000, null, false],
  ])('%i rows of %s: %s', (rowsRead, participantCount, expected) => {
    expect(isComplete(rowsRead, participantCount)).toBe(expected);
  });
});

describe('whether a read is final', () => {
  const outcome = { rowsRead: 98, fingerprint: 'same' };
  const decide = (given: Partial<Parameters<typeof decideState>[1]> = {}, read = outcome) =>
    decideState(read, { participantCount: null, before: null, isLast: false, ...given });

  it.each([
    [{ participantCount: 100 }, 'final'],
    [{ participantCount: 101 }, 'preliminary'],
    [{ participantCount: 90 }, 'final'],
    [{ participantCount: null }, 'preliminary'],
    [{ participantCount: 1000, isLast: true }, 'final'],
    [{ before: outcome }, 'final'],
    [{ before: { ...outcome, rowsRead: 97 } }, 'preliminary'],
    [{ before: { ...outcome, fingerprint: 'other' } }, 'preliminary'],
  ] as const)('98 rows with %j: %s', (given, state) => {
    expect(decide(given)).toBe(state);
  });

  const reads = fc.record({
    rowsRead: fc.nat(1000),
    fingerprint: fc.constantFrom('a', 'b'),
    participantCount: fc.option(fc.integer({ min: 1, max: 1000 })),
    before: fc.option(fc.record({ rowsRead: fc.nat(1000), fingerprint: fc.constantFrom('a', 'b') })),
    isLast: fc.boolean(),
  });

  it('is never left open by the last one, and more rows never make it less final', () => {
    fc.assert(
      fc.property(reads, fc.nat(1000), ({ rowsRead, fingerprint, before, ...given }, more) => {
        const alone = { ...given, before: null };
        expect(decideState({ rowsRead, fingerprint }, { ...given, before, isLast: true })).toBe('final');
        const fewer = decideState({ rowsRead, fingerprint }, alone);
        if (fewer === 'final') expect(decideState({ rowsRead: rowsRead + more, fingerprint }, alone)).toBe('final');
      }),
    );
  });

  it('is open only while people are missing, the reads differ and another one is to come', () => {
    fc.assert(
      fc.property(reads, ({ rowsRead, fingerprint, before, participantCount, isLast }) => {
        const state = decideState({ rowsRead, fingerprint }, { participantCount, before, isLast });
        const missing = participantCount === null || rowsRead / participantCount < 0.98;
        const differs = before === null || before.rowsRead !== rowsRead || before.fingerprint !== fingerprint;
        expect(state).toBe(missing && differs && !isLast ? 'preliminary' : 'final');
      }),
    );
  });
});
