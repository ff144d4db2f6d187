import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResolution } from '../../../src/qos/resolution.ts';
import { vectors } from './vectors.ts';

describe('parseResolution', () => {
  it.each(vectors.resolution_parse)('reads $text', ({ text, expect: expected }) => {
    const resolution = parseResolution(text);
    if ('width' in expected) expect(resolution).toEqual({ kind: 'value', value: expected });
    else expect(resolution).toEqual({ kind: 'missing' in expected ? 'missing' : 'invalid' });
  });

  it.each([
    ['1280×720', 'value'],
    ['1280X720', 'value'],
    ['1280*0', 'missing'],
    ['N/A', 'missing'],
    [undefined, 'missing'],
    ['1280*720*3', 'invalid'],
    ['-1280*720', 'invalid'],
    ['12.5*720', 'invalid'],
    [`${'9'.repeat(400)}*1`, 'invalid'],
    [1280, 'invalid'],
    [{}, 'invalid'],
  ])('takes %j for a %s', (raw, kind) => {
    expect(parseResolution(raw).kind).toBe(kind);
  });

  it('never throws and gives positive whole numbers only', () => {
    const text = fc.stringMatching(/^[0-9]{0,12} ?[*xX×-] ?[0-9]{0,12}$/);
    let values = 0;
    fc.assert(
      fc.property(fc.oneof(text, fc.anything()), (raw) => {
        const resolution = parseResolution(raw);
        if (resolution.kind !== 'value') return;
        values += 1;
        expect(Number.isSafeInteger(resolution.value.width) && resolution.value.width > 0).toBe(true);
        expect(Number.isSafeInteger(resolution.value.height) && resolution.value.height > 0).toBe(true);
      }),
    );
    expect(values).toBeGreaterThan(0);
  });
});
