import { describe, expect, it } from 'vitest';
import { isChart } from '../../../src/messages/block-kit/native-data.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderWorstList } from '../../../src/messages/people/worst-list.ts';
import type { Sort } from '../../../src/reports/report.ts';
import { textsOf } from '../inspect.ts';
import { sampleHead, samplePage } from '../samples.ts';

const first = { page: 0, first: 1, last: 5 };
const chartOf = (given: Parameters<typeof samplePage>[0]) => renderWorstList(samplePage(given)).blocks.find(isChart);

describe('the spread of loss over people', () => {
  it('is a picture on the first page by loss, with a bar for each part', () => {
    const chart = chartOf({ ...first, sort: 'loss' });
    expect(chart?.title).toBe('How much people lost');
    expect(chart?.chart.series).toEqual([
      {
        name: 'People',
        data: [
          { label: '0 %', value: 205 },
          { label: 'under 1 %', value: 148 },
          { label: '1–2 %', value: 27 },
          { label: '2–5 %', value: 16 },
          { label: '5–10 %', value: 9 },
          { label: '10–20 %', value: 4 },
          { label: '20–50 %', value: 2 },
          { label: 'from 50 %', value: 1 },
        ],
      },
    ]);
  });

  it('stands there in words, too, for eyes and for ears', () => {
    const message = renderWorstList(samplePage({ ...first, sort: 'loss' }));
    const words = 'People who lost 0 %: 205 · under 1 %: 148 · 1–2 %: 27';
    expect(textsOf(message).filter(({ text }) => text.includes(words))).toHaveLength(2);
    expect(message.text).toContain(words);
    expect(findLimitViolations(message)).toEqual([]);
    expect(message.blocks.length).toBeLessThanOrEqual(12);
  });

  it.each([
    ['on later pages', { sort: 'loss' as Sort, page: 1 }],
    ['in other orders', { ...first, sort: 'severity' as Sort }],
    [
      'of a handful of people',
      { ...first, sort: 'loss' as Sort, head: sampleHead({ listLengths: { severity: 1, loss: 4, latency: 4 } }) },
    ],
  ])('is not shown %s', (_where, given) => {
    expect(chartOf(given)).toBeUndefined();
    expect(renderWorstList(samplePage(given)).text).not.toContain('People who lost');
  });

  it('is not shown for a report of an older version, which has none', () => {
    const { spread: _, ...head } = sampleHead();
    expect(chartOf({ ...first, sort: 'loss', head })).toBeUndefined();
  });
});
