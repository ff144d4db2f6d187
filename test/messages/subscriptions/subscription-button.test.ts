import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeSubscriptionButton,
  encodeSubscriptionButton,
} from '../../../src/messages/subscriptions/subscription-button.ts';

describe('the value of a subscription button', () => {
  it('comes back as it went out', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w-]{1,64}$/), (subscription) => {
        expect(decodeSubscriptionButton(encodeSubscriptionButton({ v: 1, subscription }))).toEqual({
          v: 1,
          subscription,
        });
      }),
    );
  });

  it.each<unknown>([
    '',
    'no JSON',
    'null',
    '{"v":1}',
    '{"v":2,"subscription":"a"}',
    '{"v":1,"subscription":""}',
    '{"v":1,"subscription":"a b"}',
    '{"v":1,"subscription":1}',
    '{"v":1,"subscription":"a","more":1}',
    `{"v":1,"subscription":"${'a'.repeat(65)}"}`,
    `{"v":1,"subscription":"a"}${' '.repeat(2000)}`,
    null,
    undefined,
  ])('is not %j', (value) => {
    expect(decodeSubscriptionButton(value)).toBeNull();
  });
});
