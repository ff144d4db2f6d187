import { describe, expect, it } from 'vitest';
import { createBoundedValues } from '../../../src/metrics/bounded-values.ts';

describe('the values of a label', () => {
  it('are kept as they are', () => {
    const bounded = createBoundedValues();
    expect(['ok', 'invalid_auth', 'HTTP 503', 'no answer', 'ok'].map(bounded)).toEqual([
      ...['ok', 'invalid_auth', 'HTTP 503', 'no answer', 'ok'],
    ]);
  });

  it.each(['', 'x'.repeat(61), 'a\nb', 'pat@example.com', '<!channel>', '"} 1'])(
    'are no more than words: %j',
    (value) => {
      expect(createBoundedValues()(value)).toBe('other');
    },
  );

  it('are fifty at most, and those that were there first stay', () => {
    const bounded = createBoundedValues();
    const values = Array.from({ length: 10_000 }, (_, index) => bounded(`word_${index}`));
    expect(new Set(values).size).toBe(51);
    expect(bounded('word_49')).toBe('word_49');
    expect(bounded('word_50')).toBe('other');
  });
});
