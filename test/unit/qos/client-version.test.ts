import { describe, expect, it } from 'vitest';
import { isMuchOlder, typicalVersion } from '../../../src/qos/client-version.ts';

describe('the version that people had', () => {
  it('is the one in the middle, by its numbers', () => {
    expect(typicalVersion(['6.10.0', '6.2.3.456', '6.2.1', '5.17.11', '4.4.55383.0716'])).toBe('6.2');
    expect(typicalVersion(['6.9.1', '6.10.0', '6.10.1', '6.10.2', '6.9.0', '6.10.5'])).toBe('6.10');
  });

  it('is not known of fewer than five people, and not from what is no version', () => {
    expect(typicalVersion(['6.2.1', '6.2.1', '6.2.1', '6.2.1'])).toBeNull();
    expect(typicalVersion(['6.2.1', '6.2.1', '6.2.1', '6.2.1', undefined, '', 'x', '6', 'v6.2', '1234.5'])).toBeNull();
  });
});

describe('a client', () => {
  it.each([
    ['6.2.9', '6.5', true],
    ['6.3.0', '6.5', false],
    ['5.17.11.34827', '6.2', true],
    ['6.10.1', '6.9', false],
    ['7.0.0', '6.9', false],
    [undefined, '6.9', false],
    ['6.x', '6.9', false],
    ['5.1.1', null, false],
  ])('of version %s, where %s is usual, is much older: %s', (version, usual, expected) => {
    expect(isMuchOlder(version, usual)).toBe(expected);
  });
});
