import { describe, expect, it } from 'vitest';
import { checkMessageBlocks } from '../../../sim/slack/block-kit/block-kit.ts';
import { withoutNativeBlocks } from '../../../src/messages/block-kit/message.ts';
import { isChart } from '../../../src/messages/block-kit/native-data.ts';
import { renderForChannel } from '../../../src/messages/render-content.ts';
import { renderReport } from '../../../src/messages/report/report.ts';
import type { ReportHead } from '../../../src/reports/report.ts';
import { wordsOf } from '../inspect.ts';
import { sampleHead, sampleSpread, sampleSummary } from '../samples.ts';

const asker = { shownTo: 'asker' } as const;
const chartsOf = (head: ReportHead) => renderReport(head, asker).blocks.filter(isChart);
const seriesOf = (head: ReportHead) =>
  chartsOf(head)[0]?.chart.series.map(({ name, data }) => [name, ...data.map(({ value }) => value)]);

describe('grades as a picture', () => {
  it('shows presenters and audience side by side, one bar for each grade', () => {
    const head = sampleHead({ spread: sampleSpread({ presenters: { good: 2, fair: 1, poor: 0, bad: 1 } }) });
    expect(seriesOf(head)).toEqual([
      ['Presenters', 2, 1, 0, 1],
      ['Audience', 380, 16, 9, 7],
    ]);
    expect(chartsOf(head)).toHaveLength(1);
    expect(checkMessageBlocks(renderReport(head, asker).blocks)).toBeNull();
  });

  it('stands there in words, too', () => {
    const head = sampleHead({
      summary: sampleSummary({ presenters: { grade: 'Bad', graded: 4, good: 2, affected: 1, decidedBy: null } }),
      spread: sampleSpread({ presenters: { good: 2, fair: 1, poor: 0, bad: 1 } }),
    });
    const message = renderReport(head, asker);
    const words = withoutNativeBlocks(message).blocks.map(wordsOf).join('\n');
    expect(words).toContain('Bad – 2 of 4 good\n:small_orange_diamond: 1 fair · :octagonal_sign: 1 bad');
    expect(words).toContain(':white_check_mark: 380 good · :small_orange_diamond: 16 fair · :warning: 9 poor');
    expect(message.text).toContain('Presenters: 2 good, 1 fair, 1 bad. Audience: 380 good, 16 fair, 9 poor, 7 bad.');
  });

  it('shows everybody as one group where there are no presenters', () => {
    const presenters = { grade: 'No data', graded: 0, good: 0, affected: 0, decidedBy: null } as const;
    expect(seriesOf(sampleHead({ summary: sampleSummary({ roles: 'guessed', presenters }) }))).toEqual([
      ['Everybody', 380, 16, 9, 7],
    ]);
  });

  it('is in a channel, too', () => {
    expect(renderForChannel({ kind: 'report', head: sampleHead() }, 0).blocks.filter(isChart)).toHaveLength(1);
  });

  it.each([
    ['a good webinar', { verdict: 'Good' }],
    ['nobody who was graded', { verdict: 'No data', graded: 0 }],
    ['a handful of people', { graded: 4 }],
  ] as const)('adds nothing to %s', (_what, summary) => {
    expect(chartsOf(sampleHead({ summary: sampleSummary(summary) }))).toEqual([]);
  });

  it('is not there for a report of an older version, which did not count', () => {
    const { spread: _, ...head } = sampleHead();
    expect(chartsOf(head)).toEqual([]);
  });

  it('gives way when there would be more than twelve blocks', () => {
    const crowded = sampleHead({
      state: 'preliminary',
      participantCount: 900,
      thinnerRead: { readAt: '2026-05-14T16:40:00Z', rowsRead: 12 },
    });
    const full = renderReport(crowded, {
      ...{ ...asker, sharedIn: { channel: 'C1', before: true }, justRead: true, note: 'A note.' },
    });
    expect(full.blocks).toHaveLength(12);
    expect(full.blocks.filter(isChart)).toEqual([]);
    expect(full.text).toContain('Audience: 380 good');
  });
});
