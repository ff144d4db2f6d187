import { describe, expect, it } from 'vitest';
import { completenessNotes, completenessWords, inText } from '../../../src/messages/report/completeness-words.ts';
import type { ReportHead } from '../../../src/reports/report.ts';
import { sampleHead, sampleSummary } from '../samples.ts';

/** 19 of 39 people, read at 16:30, and nothing was added since 16:14. */
const half = (given: Partial<ReportHead> = {}) =>
  sampleHead({ rowsRead: 19, participantCount: 39, summary: sampleSummary({ people: 19 }), ...given });
const words = (given: Partial<ReportHead>) => completenessWords(half(given), inText).mrkdwn;
const notes = (given: Partial<ReportHead>, isKeptUpToDate = false) =>
  completenessNotes(half(given), { isKeptUpToDate, showTime: inText }).map(({ mrkdwn }) => mrkdwn);

const READ = 'read 14 May 2026, 16:30 UTC';
const DOUBT = /preliminary|provisional|so far|not final/i;

describe("how much of Zoom's data a report holds, and when it was read", () => {
  it.each([
    ['preliminary', {}, `incomplete: 19 of 39 people, ${READ}`],
    ['incomplete', {}, `incomplete: 19 of 39 people, ${READ}`],
    ['final', { rowsRead: 39, summary: sampleSummary({ people: 37 }) }, `complete data from Zoom, ${READ}`],
    [
      'final',
      { rowsRead: 5120, participantCount: 5200, summary: sampleSummary({ people: 4800 }) },
      `complete data from Zoom, 5,120 of 5,200 joins, 4,800 people, ${READ}`,
    ],
    ['live', {}, `live, so far, 19 of 39 people, ${READ}`],
    ['live', { participantCount: 12 }, `live, so far, ${READ}`],
    ['preliminary', { participantCount: null }, `Zoom's count of people is unknown, ${READ}`],
    ['unconfirmed', { participantCount: null }, `Zoom's count of people is unknown, ${READ}`],
    [
      'final',
      { participantCount: null },
      `complete data from Zoom: its count of people is unknown, two reads agree, ${READ}`,
    ],
  ] as const)('%s, %j', (state, given, expected) => {
    expect(words({ state, ...given })).toBe(expected);
    if (state === 'final') expect(expected).not.toMatch(DOUBT);
  });
});

describe('what else is said', () => {
  it('is nothing of a complete report', () => {
    expect(notes({ state: 'final' })).toEqual([]);
    expect(notes({ state: 'live' })).toEqual([]);
  });

  it('promises an update where there will be one, alone', () => {
    expect(notes({ state: 'preliminary' }, true)).toEqual([
      'Preliminary: Zoom may still add people. This message is kept up to date.',
    ]);
    expect(notes({ state: 'preliminary' })).toEqual(['Preliminary: Zoom may still add people. Refresh shows them.']);
    for (const state of ['incomplete', 'unconfirmed'] as const) {
      expect(notes({ state }, true).join()).not.toMatch(/kept up to date|final/);
    }
  });

  it('is since when nothing was added to an incomplete one', () => {
    expect(notes({ state: 'incomplete' })).toEqual([
      'Some people are missing. Nothing was added since 14 May 2026, 16:14 UTC; Refresh reads it again.',
    ]);
  });

  it('is that a later read was thinner', () => {
    const thinnerRead = { readAt: '2026-05-14T17:00:00Z', rowsRead: 19 };
    const [note] = notes({ state: 'final', rowsRead: 39, thinnerRead });
    expect(note).toBe(
      'Zoom now gives only 19 of 39 (asked 14 May 2026, 17:00 UTC); this is the fuller read of 14 May 2026, 16:30 UTC.',
    );
    expect(note).not.toMatch(DOUBT);
    expect(notes({ state: 'final', participantCount: null, thinnerRead })[0]).toContain('gives only 19 (asked');
  });
});
