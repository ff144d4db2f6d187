import { describe, expect, it } from 'vitest';
import { readable, toPlainText } from '../../../../sim/slack/to-plain-text.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (label: string) => ({ type: 'button', text: plain(label) });

describe('toPlainText', () => {
  it('shows a message as a person would read it', () => {
    const blocks = [
      { type: 'header', text: plain('Fair &amp; square') },
      { type: 'section', text: mrkdwn('*1. Apple A*\nloss 6.0 %'), accessory: button('Details') },
      { type: 'section', fields: [mrkdwn('*Presenters*\nGood'), mrkdwn('*Audience*\nFair')] },
      { type: 'actions', elements: [button('Previous'), button('Next')] },
      { type: 'context', elements: [mrkdwn(':warning: <!date^1773172800^{date_short}|10 March>'), mrkdwn('final')] },
    ];
    expect(toPlainText({ text: 'not shown', blocks }).split('\n')).toEqual([
      '',
      '# Fair & square',
      '*1. Apple A*  [Details]',
      'loss 6.0 %',
      '*Presenters*                        *Audience*',
      'Good                                Fair',
      '[Previous]  [Next]',
      ':warning: 10 March  final',
    ]);
  });

  it('shows the text when there are no blocks', () => {
    expect(toPlainText({ text: 'a &lt; b', blocks: [] })).toBe('a < b');
  });

  it('shows a modal with its title and buttons', () => {
    const payload = { title: plain('Connection details'), close: plain('Close') };
    expect(toPlainText({ payload, blocks: [{ type: 'divider' }] })).toBe('== Connection details ==\n---\n[Close]');
  });

  it('shows tables, charts and rich text', () => {
    const rows = [
      [
        { type: 'raw_text', text: 'Name' },
        { type: 'raw_text', text: 'Loss' },
        { type: 'raw_text', text: 'More' },
      ],
      [
        { type: 'raw_text', text: 'Apple A' },
        { type: 'raw_number', value: 6 },
        { type: 'action_cell', element: { type: 'button', text: { type: 'plain_text', text: 'Details' } } },
      ],
    ];
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'hi' }] }],
    };
    const series = {
      name: 'Audience',
      data: [
        { label: 'Good', value: 1380 },
        { label: 'Bad', value: 7 },
      ],
    };
    const blocks = [
      { type: 'data_table', caption: 'Worst', rows },
      { type: 'data_visualization', title: 'People', chart: { type: 'bar', series: [series] } },
      { type: 'data_visualization', title: 'Grades', chart: { type: 'pie', segments: series.data } },
      rich,
    ];
    expect(toPlainText({ blocks })).toBe(
      [
        'Worst',
        'Name | Loss | More',
        'Apple A | 6 | [Details]',
        '(chart: People',
        '  Audience: Good 1,380 · Bad 7)',
        '(chart: Grades',
        '  Good 1,380 · Bad 7)',
        'hi',
      ].join('\n'),
    );
  });

  it('shows what is behind the three dots', () => {
    const options = ['Export CSV', 'Refresh'].map((text) => ({ text: { type: 'plain_text', text }, value: text }));
    const blocks = [{ type: 'actions', elements: [{ type: 'overflow', action_id: 'm', options }] }];
    expect(toPlainText({ blocks })).toBe('[⋯ Export CSV · Refresh]');
  });
});

describe('readable', () => {
  it.each([
    ['<https://zoom.us|How graded>', 'How graded'],
    ['<https://zoom.us/j/1>', 'https://zoom.us/j/1'],
    ['<@U0APPLE0001|apple> in <#C0GENERAL01|general>', '@apple in #general'],
    ['&lt;!channel&gt;', '<!channel>'],
    ['&amp;lt;', '&lt;'],
  ])('turns %s into %s', (markup, text) => {
    expect(readable(markup)).toBe(text);
  });
});
