import { describe, expect, it } from 'vitest';
import { actions, type ButtonSpec, context, fields, header, section } from '../../../src/messages/block-kit/blocks.ts';
import { mrkdwn } from '../../../src/messages/text/mrkdwn.ts';

const state = { v: 1, report: 'key', view: 'report' } as const;
const spec: ButtonSpec = { action: 'report.refresh', label: 'Refresh', spoken: 'Refresh, read it again', state };

describe('the blocks', () => {
  it('let Slack look for nothing in what people call themselves', () => {
    const text = { type: 'mrkdwn', text: '*Ann*', verbatim: true };
    expect(section(mrkdwn`*${'Ann'}*`)).toEqual({ type: 'section', text });
    expect(fields([mrkdwn`*${'Ann'}*`])).toEqual({ type: 'section', fields: [text] });
    expect(context([mrkdwn`*${'Ann'}*`, null, 'x'])).toEqual({
      type: 'context',
      elements: [{ ...text, text: '*Ann* · x' }],
    });
  });

  it('have a headline that fits', () => {
    expect(header(`Q&A ${'x'.repeat(200)}`).text).toEqual({
      type: 'plain_text',
      text: `Q&A ${'x'.repeat(145)}…`,
      emoji: true,
    });
  });

  it('have buttons that say aloud more than what stands on them', () => {
    const button = {
      type: 'button',
      action_id: 'report.refresh',
      text: { type: 'plain_text', text: 'Refresh', emoji: true },
      accessibility_label: 'Refresh, read it again',
      value: '{"v":1,"report":"key","view":"report"}',
    };
    expect(actions([spec, null, { ...spec, primary: true }])).toEqual({
      type: 'actions',
      elements: [button, { ...button, style: 'primary' }],
    });
    expect(section(mrkdwn`x`, spec)).toMatchObject({ accessory: button });
  });

  it('have no row without buttons, and none that is too long to be read aloud', () => {
    expect(actions([null])).toBeNull();
    const long = actions([{ ...spec, label: 'x'.repeat(76), spoken: 'y'.repeat(76) }]);
    expect(long?.elements).toMatchObject([
      { text: { text: `${'x'.repeat(74)}…` }, accessibility_label: `${'y'.repeat(74)}…` },
    ]);
  });
});
