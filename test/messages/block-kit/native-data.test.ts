import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessageBlocks } from '../../../sim/slack/block-kit/block-kit.ts';
import { section } from '../../../src/messages/block-kit/blocks.ts';
import { barChart } from '../../../src/messages/block-kit/chart.ts';
import { createMessage, hasNativeBlocks, withoutNativeBlocks } from '../../../src/messages/block-kit/message.ts';
import type { MessageBlock } from '../../../src/messages/block-kit/native-data.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { buttonCell, dataTable, numberCell, textCell } from '../../../src/messages/block-kit/table.ts';
import { mrkdwn } from '../../../src/messages/text/mrkdwn.ts';
import { HOSTILE } from '../samples.ts';

const chart = (title = 'People') =>
  barChart({ title, categories: ['Good', 'Bad'], series: [{ name: 'All', values: [3, 1] }], xLabel: 'Q', yLabel: 'P' });
const state = { v: 1, report: 'key', read: 'r1', view: 'person', person: 'p1' } as const;
const details = { action: 'list.details', label: 'Details', spoken: 'Details of Apple A', state } as const;
const table = (rows: readonly string[]) =>
  dataTable({
    caption: 'Worst',
    rowHeader: 0,
    rows,
    columns: [
      { title: 'Name', cell: (name: string) => textCell(name) },
      { title: 'Lost', cell: () => numberCell(2.5, '2.5 %') },
      { title: 'Details', cell: (_name: string, place) => buttonCell(details, place) },
    ],
  });
const words = section(mrkdwn`words`);

describe('a chart', () => {
  it('has one point for each category, in their order', () => {
    expect(chart()).toEqual({
      type: 'data_visualization',
      title: 'People',
      chart: {
        type: 'bar',
        series: [
          {
            name: 'All',
            data: [
              { label: 'Good', value: 3 },
              { label: 'Bad', value: 1 },
            ],
          },
        ],
        axis_config: { categories: ['Good', 'Bad'], x_label: 'Q', y_label: 'P' },
      },
    });
  });

  it('is one that Slack takes, whatever it is made of', () => {
    const text = fc.oneof(fc.string({ maxLength: 80 }), fc.constantFrom(HOSTILE, '', ' ', 'x'.repeat(90)));
    const series = fc.record({ name: text, values: fc.array(fc.double(), { maxLength: 30 }) });
    const given = fc.record({
      title: text.filter((title) => title.trim() !== ''),
      categories: fc.array(text, { minLength: 1, maxLength: 30 }),
      series: fc.array(series, { minLength: 1, maxLength: 20 }),
    });
    fc.assert(
      fc.property(given, (spec) => {
        const message = createMessage(mrkdwn`text`, [barChart({ ...spec, xLabel: 'Quality', yLabel: 'People' })]);
        expect(checkMessageBlocks(message.blocks)).toBeNull();
        expect(findLimitViolations(message)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a table', () => {
  it('has the heading first, numbers as numbers, and a button of its own in each row', () => {
    expect(table(['Apple A', ' '])?.block.rows).toEqual([
      [textCell('Name'), textCell('Lost'), textCell('Details')],
      [
        { type: 'raw_text', text: 'Apple A' },
        { type: 'raw_number', value: 2.5, text: '2.5 %' },
        expect.objectContaining({
          type: 'action_cell',
          element: expect.objectContaining({ action_id: 'list.details.0', value: JSON.stringify(state) }),
          fallback: { type: 'raw_text', text: '–' },
        }),
      ],
      [
        { type: 'raw_text', text: '–' },
        expect.anything(),
        expect.objectContaining({ element: expect.objectContaining({ action_id: 'list.details.1' }) }),
      ],
    ]);
  });

  it('is none without a row', () => {
    expect(table([])).toBeNull();
  });

  it('holds 200 rows, and no more characters than Slack takes', () => {
    expect(table(Array.from({ length: 500 }, (_, index) => `Person ${index}`))?.rows).toBe(200);
    const long = table(Array.from({ length: 200 }, () => 'x'.repeat(600)));
    expect(long?.rows).toBeLessThan(35);
    for (const made of [table(Array.from({ length: 500 }, () => 'x'.repeat(90))), long]) {
      expect(checkMessageBlocks(made && [made.block])).toBeNull();
      expect(findLimitViolations({ text: 'text', blocks: made ? [made.block] : [] })).toEqual([]);
    }
  });

  it('puts a number that is not known before 0', () => {
    expect(numberCell(null, '–')).toEqual({ type: 'raw_number', value: -1, text: '–' });
  });
});

describe('a message', () => {
  it('holds two charts and one table, whatever it is made of', () => {
    const one = table(['Apple A'])?.block ?? null;
    const message = createMessage(mrkdwn`text`, [chart('a'), one, chart('b'), one, chart('c'), words]);
    expect(message.blocks.map(({ type }) => type)).toEqual([
      'data_visualization',
      'data_table',
      'data_visualization',
      'section',
    ]);
    expect(checkMessageBlocks(message.blocks)).toBeNull();
  });

  it('goes without them in words, its own where it has some', () => {
    const own = createMessage(mrkdwn`text`, [chart()], [words]);
    expect(hasNativeBlocks(own)).toBe(true);
    expect(withoutNativeBlocks(own)).toEqual({ text: 'text', blocks: [words] });
    expect(withoutNativeBlocks(createMessage(mrkdwn`text`, [words, chart()])).blocks).toEqual([words]);
    expect(hasNativeBlocks(withoutNativeBlocks(own))).toBe(false);
  });

  it('is at fault with three charts, two tables, rows of different length, or one of them in a modal', () => {
    const one = table(['Apple A', 'Banana B'])?.block;
    if (!one) return expect.unreachable();
    const faultsOf = (blocks: MessageBlock[]) => findLimitViolations({ text: 'text', blocks });
    expect(faultsOf([chart(), chart(), chart()])).toEqual(['/blocks: has too many charts']);
    expect(faultsOf([one, one])).toEqual(['/blocks: has more than one table']);
    const torn = { ...one, rows: one.rows.map((row, index) => row.slice(index)) };
    expect(faultsOf([torn])).toContain('/blocks/0/rows: has rows of different length');
    const twice = { ...one, rows: [...one.rows, one.rows[1] ?? []] };
    expect(faultsOf([twice])).toEqual(['/blocks/0/rows: has two buttons with the same action_id']);
    const title = { type: 'plain_text', text: 'Details' } as const;
    // As from somebody who got round the types.
    const modal = { type: 'modal', title, blocks: [chart()] } as never;
    expect(findLimitViolations(modal)).toEqual(['/blocks: has a chart or table, which only messages hold']);
  });
});
