import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions, type ButtonSpec } from '../../../src/messages/block-kit/blocks.ts';
import { decodeMenuChoice, encodeMenuChoice } from '../../../src/messages/block-kit/menu-codec.ts';

const REPORT = 'Zm9vYmFyYmF6cXV1eA==';
/** As long as they are. */
const READ = '0123456789abcdef0123456789abcdef';
const state = { v: 1, report: REPORT, read: READ, view: 'report' } as const;
const entry = (action: ButtonSpec['action'], label: string, report = REPORT): ButtonSpec => ({
  action,
  label,
  spoken: label,
  state: { ...state, report },
});

describe('the menu ⋯', () => {
  it('knows which entry was clicked, and of which report, in 75 characters', () => {
    for (const action of ['report.export', 'report.refresh'] as const) {
      const value = encodeMenuChoice(action, state);
      expect(value?.length).toBeLessThanOrEqual(75);
      expect(decodeMenuChoice(value ?? '')).toEqual({ action, state });
    }
  });

  it('holds nothing that does not fit or belong there', () => {
    const any = { v: 1, report: 'id:93201235621', view: 'report' } as const;
    expect(decodeMenuChoice(encodeMenuChoice('report.refresh', any) ?? '')?.state).toEqual(any);
    expect(encodeMenuChoice('report.export', { ...state, report: 'x'.repeat(70) })).toBeNull();
    expect(encodeMenuChoice('report.share', state)).toBeNull();
    expect(encodeMenuChoice('report.export', { ...state, view: 'list', sort: 'loss', page: 0 })).toBeNull();
  });

  it('is nothing when the value is garbage', () => {
    fc.assert(fc.property(fc.string(), (value) => decodeMenuChoice(value) === null));
    for (const value of [
      'export',
      'export ',
      'export a b c',
      `export a ${'x'.repeat(65)}`,
      `export ${'x'.repeat(70)}`,
      'toString a',
    ]) {
      expect(decodeMenuChoice(value)).toBeNull();
    }
    expect(decodeMenuChoice(`share ${REPORT}`)).toBeNull();
  });

  it('stands at the end of its row; one entry, or one that does not fit, is a button', () => {
    const both = [entry('report.export', 'Export CSV'), entry('report.refresh', 'Refresh')];
    expect(actions([entry('report.share', 'Share')], both)?.elements).toMatchObject([
      { type: 'button', action_id: 'report.share' },
      {
        type: 'overflow',
        action_id: 'report.menu',
        options: [{ text: { text: 'Export CSV' } }, { text: { text: 'Refresh' }, value: `refresh ${REPORT} ${READ}` }],
      },
    ]);
    expect(actions([], [null, ...both.slice(1)])?.elements).toMatchObject([{ type: 'button' }]);
    const long = both.map(({ action, label }) => entry(action, label, 'x'.repeat(70)));
    expect(actions([], long)?.elements).toMatchObject([{ type: 'button' }, { type: 'button' }]);
    expect(actions([null], [null])).toBeNull();
  });
});
