import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ButtonState, decodeButton, encodeButton } from '../../../src/messages/block-kit/button-codec.ts';

const report = fc.string({ minLength: 1, maxLength: 200 });
const id = fc.stringMatching(/^[\x21-\x7e]{1,64}$/);
const states: fc.Arbitrary<ButtonState> = fc.oneof(
  fc.record({ v: fc.constant(1 as const), view: fc.constant('report' as const), report }),
  fc.record({
    v: fc.constant(1 as const),
    view: fc.constant('list' as const),
    report,
    sort: fc.constantFrom('severity' as const, 'loss' as const, 'latency' as const),
    page: fc.nat({ max: 1_000_000 }),
    read: id,
  }),
  fc.record({
    v: fc.constant(1 as const),
    view: fc.constant('person' as const),
    report,
    person: id,
    read: id,
  }),
);

describe('what a button knows', () => {
  it('survives the way through Slack, within 2,000 characters', () => {
    fc.assert(
      fc.property(states, (state) => {
        const value = encodeButton(state);
        expect(value.length).toBeLessThanOrEqual(2000);
        expect(decodeButton(value)).toEqual(state);
      }),
    );
  });

  it('is nothing when the value is garbage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (value) => {
        expect(decodeButton(value)).toBeNull();
      }),
    );
    expect(decodeButton(undefined)).toBeNull();
    expect(decodeButton({ v: 1, report: 'r', view: 'report' })).toBeNull();
  });

  it.each([
    ['another version', { v: 2, report: 'r', view: 'report' }],
    ['an unknown field', { v: 1, report: 'r', view: 'report', admin: true }],
    ['an unknown view', { v: 1, report: 'r', view: 'everything' }],
    ['a list without a page', { v: 1, report: 'r', view: 'list', sort: 'loss' }],
    ['a list without an order', { v: 1, report: 'r', view: 'list', page: 0 }],
    ['a negative page', { v: 1, report: 'r', view: 'list', sort: 'loss', page: -1 }],
    ['a page beyond any', { v: 1, report: 'r', view: 'list', sort: 'loss', page: 1_000_001 }],
    ['half a page', { v: 1, report: 'r', view: 'list', sort: 'loss', page: 0.5 }],
    ['an unknown order', { v: 1, report: 'r', view: 'list', sort: 'name', page: 0 }],
    ['nobody', { v: 1, report: 'r', view: 'person' }],
    ['a person of absurd length', { v: 1, report: 'r', view: 'person', person: 'p'.repeat(65) }],
    ['a person with a line break', { v: 1, report: 'r', view: 'person', person: 'a\nb' }],
    ['a read of absurd length', { v: 1, report: 'r', view: 'report', read: 'r'.repeat(65) }],
    ['a blank read', { v: 1, report: 'r', view: 'report', read: '' }],
    ['no report', { v: 1, report: '', view: 'report' }],
    ['a report of absurd length', { v: 1, report: 'r'.repeat(201), view: 'report' }],
  ])('is nothing for %s', (_case, state) => {
    expect(decodeButton(JSON.stringify(state))).toBeNull();
  });

  it('is nothing for a value longer than Slack sends', () => {
    const value = '{"v":1,"report":"r","view":"report"}';
    expect(decodeButton(value.padStart(2000))).toEqual({ v: 1, report: 'r', view: 'report' });
    expect(decodeButton(value.padStart(2001))).toBeNull();
  });
});
