import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const button = (action_id: string, overrides: object = {}) =>
  ({ type: 'button', action_id, text: plain('Go'), value: '{}', ...overrides }) as const;
const paragraph = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
const message = (...blocks: KnownBlock[]) => ({ text: 'Hello.', blocks });

describe("Slack's limits", () => {
  it('find nothing wrong with a small message or modal', () => {
    expect(findLimitViolations(message(paragraph('Hi'), { type: 'divider' }))).toEqual([]);
    const view: ModalView = {
      type: 'modal',
      title: plain('Details'),
      close: plain('Close'),
      blocks: [paragraph('Hi')],
    };
    expect(findLimitViolations(view)).toEqual([]);
  });

  it.each<[string, KnownBlock[], string]>([
    ['a long section', [paragraph('x'.repeat(3001))], '/blocks/0/text/text: has 3001 characters, more than 3000'],
    ['an empty section', [paragraph(' ')], '/blocks/0/text/text: is empty'],
    ['a section without anything', [{ type: 'section' }], '/blocks/0: has neither text nor fields'],
    [
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => ({ type: 'mrkdwn', text: 'x' })) }],
      '/blocks/0/fields: has 11 elements, more than 10',
    ],
    [
      'a long field',
      [{ type: 'section', fields: [{ type: 'mrkdwn', text: 'x'.repeat(2001) }] }],
      '/blocks/0/fields/0/text: has 2001 characters, more than 2000',
    ],
    [
      'a long header',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      '/blocks/0/text/text: has 151 characters, more than 150',
    ],
    ['an empty row of buttons', [{ type: 'actions', elements: [] }], '/blocks/0/elements: is empty'],
    [
      'two buttons with one action',
      [{ type: 'actions', elements: [button('a'), button('a')] }],
      '/blocks/0/elements: has two elements with the same action_id',
    ],
    [
      'a long button',
      [{ type: 'actions', elements: [button('a', { text: plain('x'.repeat(76)) })] }],
      '/blocks/0/elements/0/text/text: has 76 characters, more than 75',
    ],
    [
      'a long value',
      [{ type: 'section', text: plain('x'), accessory: button('a', { value: 'x'.repeat(2001) }) }],
      '/blocks/0/accessory/value: has 2001 characters, more than 2000',
    ],
    [
      'eleven small prints',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
      '/blocks/0/elements: has 11 elements, more than 10',
    ],
    ['a block it does not know', [{ type: 'markdown', text: 'x' }], '/blocks/0: has the type markdown, not known here'],
    [
      'two blocks with one id',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '/blocks: has two blocks with the same block_id',
    ],
    [
      '26 buttons',
      [{ type: 'actions', elements: Array.from({ length: 26 }, (_, index) => button(`b${index}`)) }],
      '/blocks/0/elements: has 26 elements, more than 25',
    ],
    [
      'a long action',
      [{ type: 'actions', elements: [button('a'.repeat(256))] }],
      '/blocks/0/elements/0/action_id: has 256 characters, more than 255',
    ],
    [
      'a button that is long to read aloud',
      [{ type: 'actions', elements: [button('a', { accessibility_label: 'x'.repeat(76) })] }],
      '/blocks/0/elements/0/accessibility_label: has 76 characters, more than 75',
    ],
    [
      'an element it does not know',
      [{ type: 'actions', elements: [{ type: 'datepicker', action_id: 'a' }] }],
      '/blocks/0/elements/0: is a datepicker, not known here',
    ],
    [
      'a picture in small print',
      [{ type: 'context', elements: [{ type: 'image', image_url: 'https://x.example', alt_text: 'x' }] }],
      '/blocks/0/elements/0: is an image, not known here',
    ],
    [
      'a menu with more than five entries',
      [
        {
          type: 'actions',
          elements: [
            {
              type: 'overflow',
              action_id: 'm',
              options: Array.from({ length: 6 }, () => ({ text: plain('x'), value: 'v'.repeat(75) })),
            },
          ],
        },
      ],
      '/blocks/0/elements/0/options: has 6 elements, more than 5',
    ],
    [
      'an entry of a menu that knows too much',
      [
        {
          type: 'actions',
          elements: [{ type: 'overflow', action_id: 'm', options: [{ text: plain('x'), value: 'v'.repeat(76) }] }],
        },
      ],
      '/blocks/0/elements/0/options/0/value: has 76 characters, more than 75',
    ],
    ['a long id', [{ type: 'divider', block_id: 'x'.repeat(256) }], '/blocks/0/block_id: is too long'],
    [
      'a header in mrkdwn',
      // The types forbid it; Slack refuses it.
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } } as unknown as KnownBlock],
      '/blocks/0/text: is mrkdwn, not plain_text',
    ],
    ['no blocks', [], '/blocks: is empty'],
    ['51 blocks', Array.from({ length: 51 }, () => paragraph('x')), '/blocks: has 51 blocks, more than 50'],
  ])('refuse %s', (_case, blocks, fault) => {
    expect(findLimitViolations(message(...blocks))).toEqual([fault]);
  });

  it('let everything be as long as it may', () => {
    const most: KnownBlock[] = [
      paragraph('x'.repeat(3000)),
      { type: 'section', fields: Array.from({ length: 10 }, () => ({ type: 'mrkdwn', text: 'x'.repeat(2000) })) },
      { type: 'header', text: plain('x'.repeat(150)), block_id: 'x'.repeat(255) },
      { type: 'context', elements: Array.from({ length: 10 }, () => plain('x'.repeat(3000))) },
      {
        type: 'actions',
        elements: Array.from({ length: 25 }, (_, index) =>
          button(String(index).padStart(255, '0'), {
            text: plain('x'.repeat(75)),
            value: 'x'.repeat(2000),
            accessibility_label: 'x'.repeat(75),
          }),
        ),
      },
    ];
    const blocks = [...most, ...Array.from({ length: 45 }, () => paragraph('x'))];
    expect(findLimitViolations({ text: 'x'.repeat(4000), blocks })).toEqual([]);
  });

  it('refuse a message without text, or with too much of it', () => {
    expect(findLimitViolations({ text: '', blocks: [paragraph('x')] })).toEqual(['/text: is empty']);
    expect(findLimitViolations({ text: 'x'.repeat(4001), blocks: [paragraph('x')] })).toEqual([
      '/text: has 4001 characters, more than 4000',
    ]);
  });

  it.each<[string, Partial<ModalView>, string]>([
    ['a long title', { title: plain('x'.repeat(25)) }, '/title/text: has 25 characters, more than 24'],
    ['a long way out', { close: plain('x'.repeat(25)) }, '/close/text: has 25 characters, more than 24'],
    ['a long way on', { submit: plain('x'.repeat(25)) }, '/submit/text: has 25 characters, more than 24'],
    ['much to remember', { private_metadata: 'x'.repeat(3001) }, '/private_metadata: is too long'],
    ['a long name', { callback_id: 'x'.repeat(256) }, '/callback_id: is too long'],
    [
      '101 blocks',
      { blocks: Array.from({ length: 101 }, () => paragraph('x')) },
      '/blocks: has 101 blocks, more than 100',
    ],
    [
      'more text than a modal takes',
      { blocks: Array.from({ length: 90 }, () => paragraph('x'.repeat(2900))) },
      ': the whole view is too large',
    ],
  ])('refuse a modal with %s', (_case, given, fault) => {
    const view: ModalView = { type: 'modal', title: plain('x'.repeat(24)), blocks: [paragraph('x')] };
    expect(findLimitViolations(view)).toEqual([]);
    expect(findLimitViolations({ ...view, ...given })).toEqual([fault]);
  });

  it('let a modal be as large as it may', () => {
    const blocks = Array.from({ length: 100 }, () => paragraph('x'.repeat(2400)));
    const most = { private_metadata: 'x'.repeat(3000), callback_id: 'x'.repeat(255) };
    expect(findLimitViolations({ type: 'modal', title: plain('x'), blocks, ...most })).toEqual([]);
  });
});
