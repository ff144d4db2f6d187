import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTraceparent, toTraceparent } from '../../../src/tracing/traceparent.ts';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((letters) => letters.join(''))
    .filter((text) => /[^0]/.test(text));

describe('what is written down of a step', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.integer({ min: 0, max: 255 }), (traceId, spanId, traceFlags) => {
        const context = { traceId, spanId, traceFlags };
        expect(parseTraceparent(toTraceparent(context))).toEqual({ ...context, isRemote: true });
      }),
    );
  });

  it("is in W3C's form", () => {
    const text = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(parseTraceparent(text)).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', traceFlags: 1 });
  });

  it.each([
    ['nothing', ''],
    ['of another version', `01-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['nobody’s trace', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['nobody’s step', `00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`],
    ['in capitals', `00-${'A'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['too long', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01-more`],
    ['two lines', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01\n`],
  ])('makes no sense when it is %s', (_what, text) => {
    expect(parseTraceparent(text)).toBeNull();
  });
});
