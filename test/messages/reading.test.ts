import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../src/messages/block-kit/slack-limits.ts';
import { renderReading } from '../../src/messages/reading.ts';
import type { ReadingProgress } from '../../src/reports/report.ts';
import { wordsOf } from './inspect.ts';

const progress: ReadingProgress = {
  webinar: '93201235621',
  topic: 'Q3 All-Hands',
  rowsRead: 120,
  rowsExpected: 430,
  secondsLeft: 62,
  throttledSeconds: null,
};

describe('the progress of reading', () => {
  it('says how far it is and what happens then', () => {
    const message = renderReading(progress);
    expect(message.text).toMatchInlineSnapshot(
      `"Reading quality data of “Q3 All-Hands” (932 0123 5621): 120 of about 430 people (28 %), about 1 minute left."`,
    );
    expect(message.blocks.map(wordsOf)).toMatchInlineSnapshot(`
      [
        ":hourglass_flowing_sand: *Reading quality data* of “Q3 All-Hands” (932 0123 5621) – 120 of about 430 people (28 %), about 1 minute left.",
        "Zoom limits how fast this can be read. You can go on working; the report replaces this message.",
      ]
    `);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it.each<[Partial<ReadingProgress>, string]>([
    [
      { rowsRead: 0, rowsExpected: null, secondsLeft: null, topic: null },
      '*Reading quality data* of webinar 932 0123 5621 – just started.',
    ],
    [{ rowsExpected: null, secondsLeft: null }, '– 120 people read.'],
    [{ rowsRead: 440, secondsLeft: 3 }, '– 440 of about 440 people (100 %), a few seconds left.'],
    [{ secondsLeft: 14 }, ', a few seconds left.'],
    [{ secondsLeft: 15 }, ', about 20 seconds left.'],
    [{ secondsLeft: 31 }, 'about 40 seconds left.'],
    [{ secondsLeft: 49 }, ', about 50 seconds left.'],
    [{ secondsLeft: 50 }, ', about 1 minute left.'],
    [{ secondsLeft: 89 }, ', about 1 minute left.'],
    [{ secondsLeft: 90 }, ', about 2 minutes left.'],
    [{ rowsExpected: 0, secondsLeft: null }, '– 120 people read.'],
    [{ webinar: '', topic: null }, '*Reading quality data* of this webinar – 120'],
    [{ webinar: '' }, '*Reading quality data* of “Q3 All-Hands” – 120'],
    [{ rowsExpected: 100000, secondsLeft: 3660 }, '120 of about 100,000 people (0 %), about 61 minutes left.'],
    [{ throttledSeconds: 19.4 }, 'about 1 minute left.\nZoom asked us to slow down; going on in 20 s.'],
  ])('speaks plainly, case %#', (overrides, words) => {
    expect(wordsOf(renderReading({ ...progress, ...overrides }).blocks[0])).toContain(words);
  });
});
