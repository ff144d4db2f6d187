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
    ['no blocks', [], '/blocks: is empty'],
    ['51 blocks', Array.from({ length: 51 }, () => paragraph('x')), '/blocks: has 51 blocks, more than 50'],
  ])('refuse %s', (_case, blocks, fault) => {
    expect(findLimitViolations(message(...blocks))).toEqual([fault]);
  });

  it('refuse a message without text, or with too much of it', () => {
    expect(findLimitViolations({ text: '', blocks: [paragraph('x')] })).toEqual(['/text: is empty']);
    expect(findLimitViolations({ text: 'x'.repeat(4001), blocks: [paragraph('x')] })).toEqual([
      '/text: has 4001 characters, more than 4000',
    ]);
  });

  it('refuse a modal with a long title', () => {
    const view: ModalView = { type: 'modal', title: plain('x'.repeat(25)), blocks: [paragraph('x')] };
    expect(findLimitViolations(view)).toEqual(['/title/text: has 25 characters, more than 24']);
  });
});
