import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../src/messages/block-kit/slack-limits.ts';
import { renderReading } from '../../src/messages/reading.ts';
import { NOTHING_KNOWN } from '../../src/reports/on-demand/progress.ts';
import type { ReadingProgress } from '../../src/reports/report.ts';
import { buttonsOf, wordsOf } from './inspect.ts';

const progress: ReadingProgress = {
  webinar: '93201235621',
  topic: 'Q3 All-Hands',
  rowsRead: 0,
  rowsExpected: 430,
  rowsWithTrouble: null,
  pagesLeft: 43,
  secondsLeft: 18,
  pausedUntil: null,
};
const button = { report: 'id:93201235621', request: 'r1' };
const begun = { rowsRead: 120, pagesLeft: 31, secondsLeft: 12 };

describe('the word that a webinar is being read', () => {
  it('says what is read and how long that takes, and offers to look', () => {
    const message = renderReading(progress, button);
    expect(message.text).toMatchInlineSnapshot(
      `"Reading quality data of “Q3 All-Hands” (932 0123 5621): about 430 people, 43 calls to Zoom. Ready in about 20 seconds."`,
    );
    expect(message.blocks.map(wordsOf)).toMatchInlineSnapshot(`
      [
        ":hourglass_flowing_sand: *Reading quality data* of “Q3 All-Hands” (932 0123 5621): about 430 people, 43 calls to Zoom. Ready in about 20 seconds.",
        "Show progress",
      ]
    `);
    expect(buttonsOf(message.blocks)).toMatchObject([
      { action: 'reading.progress', label: 'Show progress', value: { ...button, view: 'report' } },
    ]);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('offers nothing where looking would move the answer', () => {
    expect(buttonsOf(renderReading(progress, null).blocks)).toEqual([]);
  });

  it.each<[Partial<ReadingProgress>, string]>([
    [{ ...NOTHING_KNOWN, topic: null }, 'of webinar 932 0123 5621: just begun. A small webinar takes seconds,'],
    [{ rowsExpected: 1, pagesLeft: 1, secondsLeft: 1 }, 'about 1 person, 1 call to Zoom. Ready in a few seconds.'],
    [begun, '120 of about 430 people read. Ready in about 20 seconds.'],
    [{ ...begun, rowsWithTrouble: 4 }, '120 of about 430 people read, 4 with trouble so far. Ready in'],
    [{ ...begun, rowsExpected: null, secondsLeft: null }, '120 people read so far. A small webinar'],
    [{ ...begun, rowsExpected: 0, secondsLeft: null }, '120 people read so far. A small webinar'],
    [{ secondsLeft: 7 }, 'Ready in a few seconds.'],
    [{ secondsLeft: 8 }, 'Ready in about 10 seconds.'],
    [{ secondsLeft: 49 }, 'Ready in about 50 seconds.'],
    [{ secondsLeft: 50 }, 'Ready in about a minute.'],
    [{ secondsLeft: 89 }, 'Ready in about a minute.'],
    [{ secondsLeft: 90 }, 'Ready in about 2 minutes.'],
    [
      { rowsExpected: 100_000, pagesLeft: 10_000, secondsLeft: 3_660 },
      'about 100,000 people, 10,000 calls to Zoom. Ready in about 61 minutes.',
    ],
    [
      { ...begun, pausedUntil: '2026-05-15T00:00:00.000Z' },
      '120 of about 430 people read. Zoom lets me go on at <!date^1778803200^',
    ],
    [{ webinar: '', topic: null }, 'of this webinar: about 430'],
  ])('speaks plainly, case %#', (overrides, words) => {
    expect(wordsOf(renderReading({ ...progress, ...overrides }, button).blocks[0])).toContain(words);
  });
});
