import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, checkView } from '../../../../sim/slack/block-kit/block-kit.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (id: string) => ({ type: 'button', action_id: id, text: plain(id), value: 'v' });
const cell = (text: string) => ({ type: 'raw_text', text });
const dataTable = (rows: unknown[][]) => ({ type: 'data_table', caption: 'Worst', rows });
const chart = (value: object) => ({ type: 'data_visualization', title: 'Loss', chart: value });
const point = { label: 'Mon', value: 1 };
const axis = { categories: ['Mon'] };
const messagesOf = (blocks: unknown) => checkMessageBlocks(blocks)?.messages ?? [];

describe('checkMessageBlocks', () => {
  it('takes what the documents allow', () => {
    const blocks = [
      { type: 'header', text: plain('Webinar quality: Fair'), level: 2 },
      { ...section('*hello*'), accessory: button('details') },
      { type: 'section', fields: [plain('a'), plain('b')] },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'final' }] },
      { type: 'actions', elements: [{ ...button('next'), style: 'primary', accessibility_label: 'Next page' }] },
      { type: 'divider' },
      { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a chart' },
      dataTable([
        [cell('Name'), cell('Loss')],
        [cell('Apple A'), { type: 'raw_number', value: 6 }],
      ]),
      chart({ type: 'line', series: [{ name: 'loss', data: [point] }], axis_config: axis }),
    ];
    expect(checkMessageBlocks(blocks)).toBeNull();
  });

  it('points at what is wrong, in words of Slack', () => {
    expect(messagesOf([{ type: 'header', text: plain('x'.repeat(151)) }])).toEqual([
      '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ]);
    expect(messagesOf([section('a'), { type: 'actions', elements: [{ ...button('a'), text: 'bare' }] }])).toEqual([
      '[ERROR] must provide an object [json-pointer:/blocks/1/elements/0/text]',
    ]);
    expect(messagesOf([{ type: 'nonsense' }])[0]).toContain('unsupported type: nonsense [json-pointer:/blocks/0');
    expect(messagesOf([{ type: 'divider', colour: 'red' }])[0]).toContain('invalid additional property: colour');
    expect(messagesOf([{ type: 'image', image_url: 'https://example.com/a.png' }])[0]).toContain(
      'missing required field: alt_text',
    );
  });

  it.each([
    ['51 blocks', 'no more than 50 items allowed', '/blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    ['an empty text', 'must be more than 0 characters', '/blocks/0/text/text', [section('')]],
    [
      'a section of 3,001 characters',
      'must be less than 3001 characters',
      '/blocks/0/text/text',
      [section('x'.repeat(3001))],
    ],
    ['a section without text and fields', 'missing required field: text', '/blocks/0', [{ type: 'section' }]],
    [
      '11 fields',
      'no more than 10 items allowed',
      '/blocks/0/fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('f')) }],
    ],
    [
      'a field of 2,001 characters',
      'must be less than 2001 characters',
      '/blocks/0/fields/0/text',
      [{ type: 'section', fields: [plain('x'.repeat(2001))] }],
    ],
    [
      '11 context elements',
      'no more than 10 items allowed',
      '/blocks/0/elements',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('c')) }],
    ],
    [
      '26 buttons',
      'no more than 25 items allowed',
      '/blocks/0/elements',
      [{ type: 'actions', elements: Array.from({ length: 26 }, (_, index) => button(`b${index}`)) }],
    ],
    [
      'a label of 76 characters',
      'must be less than 76 characters',
      '/blocks/0/elements/0/text/text',
      [{ type: 'actions', elements: [{ ...button('a'), text: plain('x'.repeat(76)) }] }],
    ],
    [
      'a value of 2,001 characters',
      'must be less than 2001 characters',
      '/blocks/0/elements/0/value',
      [{ type: 'actions', elements: [{ ...button('a'), value: 'x'.repeat(2001) }] }],
    ],
    [
      'an unknown style',
      'Invalid option: expected one of "primary"|"danger"',
      '/blocks/0/elements/0/style',
      [{ type: 'actions', elements: [{ ...button('a'), style: 'green' }] }],
    ],
    [
      'a header in mrkdwn',
      'Invalid input: expected "plain_text"',
      '/blocks/0/text/type',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }],
    ],
    [
      'one block_id twice',
      'block_id already exists: a',
      '/blocks/1/block_id',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
    ],
    [
      'one action_id twice in a block',
      'action_id already exists',
      '/blocks/0/elements',
      [{ type: 'actions', elements: [button('a'), button('a')] }],
    ],
    ['an alert outside of a modal', 'unsupported type: alert', '/blocks/0/type', [{ type: 'alert', text: plain('a') }]],
    [
      'an empty cell',
      'must be more than 0 characters',
      '/blocks/0/rows/1/0/text',
      [dataTable([[cell('a')], [cell('')]])],
    ],
    [
      'rows of different length',
      'all rows must have the same length',
      '/blocks/0/rows',
      [dataTable([[cell('a')], [cell('a'), cell('b')]])],
    ],
    ['a data table of the header only', 'no fewer than 2 items allowed', '/blocks/0/rows', [dataTable([[cell('a')]])]],
    [
      '202 rows',
      'no more than 201 items allowed',
      '/blocks/0/rows',
      [dataTable(Array.from({ length: 202 }, () => [cell('a')]))],
    ],
    [
      '20,001 characters of cells',
      'too many characters in table cells',
      '/blocks',
      [dataTable([[cell('a')], ...Array.from({ length: 20 }, () => [cell('x'.repeat(1000))])])],
    ],
    [
      '10,001 characters in a table',
      'too many characters in table cells',
      '/blocks',
      [{ type: 'table', rows: [[cell('x'.repeat(10_001))]] }],
    ],
    [
      'three charts',
      'no more than 2 data_visualization blocks allowed',
      '/blocks',
      Array.from({ length: 3 }, () => chart({ type: 'pie', segments: [point] })),
    ],
    [
      'a pie piece of nothing',
      'no fewer than 0 allowed',
      '/blocks/0/chart/segments/0/value',
      [chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] })],
    ],
    [
      'a series with a gap',
      'must have one point for each category',
      '/blocks/0/chart/series/0/data',
      [chart({ type: 'bar', series: [{ name: 's', data: [point] }], axis_config: { categories: ['Mon', 'Tue'] } })],
    ],
    [
      '12,001 characters of markdown in all',
      'must be less than 12001 characters',
      '/blocks',
      [
        { type: 'markdown', text: 'x'.repeat(6001) },
        { type: 'markdown', text: 'x'.repeat(6000) },
      ],
    ],
  ])('refuses %s', (_, words, pointer, blocks) => {
    expect(checkMessageBlocks(blocks)).toEqual({
      error: 'invalid_blocks',
      messages: [`[ERROR] ${words} [json-pointer:${pointer}]`],
    });
  });

  it('allows one table a message', () => {
    const table = { type: 'table', rows: [[cell('a')]] };
    expect(checkMessageBlocks([table, dataTable([[cell('a')], [cell('b')]])])).toEqual({
      error: 'invalid_attachments',
      messages: ['only_one_table_allowed'],
    });
    const container = { type: 'container', title: plain('t'), child_blocks: [table] };
    expect(checkMessageBlocks([container, table])?.error).toBe('invalid_attachments');
  });

  describe('a button in the row of a data table', () => {
    const details = (id: string, text = '–') => ({
      type: 'action_cell',
      element: { type: 'button', action_id: id, text: plain('Details'), value: 'v'.repeat(2000) },
      fallback: cell(text),
    });
    const rows = (...cells: object[]) => [dataTable([[cell('Name')], ...cells.map((one) => [one])])];

    it('is taken, and counts as its fallback', () => {
      const buttons = Array.from({ length: 200 }, (_, index) => details(`d.${index}`, 'x'.repeat(99)));
      expect(checkMessageBlocks(rows(...buttons))).toBeNull();
      expect(messagesOf(rows(...buttons.slice(0, 199), details('d.last', 'x'.repeat(400))))[0]).toContain(
        'too many characters',
      );
    });

    it.each([
      [
        'has the action_id of another one',
        rows(details('d'), details('d')),
        'action_id already exists',
        '/blocks/0/rows',
      ],
      [
        'has no action_id',
        rows({ ...details('d'), element: { type: 'button', text: plain('Details') } }),
        'missing required field: action_id',
        '/blocks/0/rows/1/0/element/action_id',
      ],
      [
        'has no fallback',
        rows({ type: 'action_cell', element: button('d') }),
        'missing required field: fallback',
        '/blocks/0/rows/1/0/fallback',
      ],
      [
        'stands in the header',
        [dataTable([[details('d')], [cell('a')]])],
        'the header row must not hold rich text or buttons',
        '/blocks/0/rows/0',
      ],
    ])('is refused when it %s', (_what, blocks, words, pointer) => {
      expect(messagesOf(blocks)).toEqual([`[ERROR] ${words} [json-pointer:${pointer}]`]);
    });
  });

  it('refuses native data blocks in a workspace that does not have them yet', () => {
    const blocks = [section('a'), chart({ type: 'pie', segments: [point] })];
    expect(checkMessageBlocks(blocks, true)).toBeNull();
    expect(checkMessageBlocks(blocks, false)?.messages[0]).toContain('[json-pointer:/blocks/1/type]');
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const outcome = checkMessageBlocks(value);
        expect(outcome === null || outcome.error.startsWith('invalid')).toBe(true);
      }),
    );
  });
});

describe('checkView', () => {
  const modal = (blocks: unknown[], more = {}) => ({ type: 'modal', title: plain('Details'), blocks, ...more });

  it('takes a modal with up to 100 blocks, and alerts', () => {
    const blocks = Array.from({ length: 99 }, () => section('a'));
    expect(checkView(modal([...blocks, { type: 'alert', text: plain('a'), level: 'warning' }]))).toBeNull();
    expect(checkView(modal([...blocks, section('b'), section('c')]))?.error).toBe('invalid_arguments');
  });

  it.each(['table', 'data_table', 'data_visualization', 'markdown'])('refuses %s', (type) => {
    const shapes: Record<string, object> = {
      table: { type, rows: [[cell('a')]] },
      data_table: dataTable([[cell('a')], [cell('b')]]),
      data_visualization: chart({ type: 'pie', segments: [point] }),
      markdown: { type, text: 'a' },
    };
    expect(checkMessageBlocks([shapes[type]])).toBeNull();
    expect(checkView(modal([shapes[type]]))?.messages[0]).toContain(`unsupported type: ${type}`);
  });

  it('refuses long titles, long metadata, huge views, and inputs without a submit button', () => {
    expect(checkView(modal([], { title: plain('x'.repeat(25)) }))?.messages[0]).toContain('/view/title/text');
    expect(checkView(modal([], { private_metadata: 'x'.repeat(3001) }))?.error).toBe('invalid_arguments');
    expect(checkView(modal(Array.from({ length: 90 }, () => section('x'.repeat(2900)))))?.error).toBe('view_too_large');
    const input = { type: 'input', label: plain('a'), element: { type: 'plain_text_input', action_id: 'a' } };
    expect(checkView(modal([input]))?.messages[0]).toContain('submit');
    expect(checkView(modal([input], { submit: plain('Go') }))).toBeNull();
  });
});
