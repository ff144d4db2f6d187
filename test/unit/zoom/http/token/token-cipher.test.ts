import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenCipher } from '../../../../../src/zoom/http/token/token-cipher.ts';

const cipher = createTokenCipher('client-id', 'client-secret');

describe('createTokenCipher', () => {
  it('opens what it sealed, also in another process', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(createTokenCipher('client-id', 'client-secret').open(cipher.seal(text))).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('never seals the same way twice and shows nothing of the text', () => {
    const sealed = cipher.seal('eyJzdiI6-access-token');
    expect(sealed).not.toBe(cipher.seal('eyJzdiI6-access-token'));
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('access-token');
    expect(sealed).toMatch(/^[\w-]+$/);
  });

  it('does not open what another secret or another client sealed', () => {
    expect(createTokenCipher('client-id', 'rotated').open(cipher.seal('x'))).toBeNull();
    expect(createTokenCipher('other-id', 'client-secret').open(cipher.seal('x'))).toBeNull();
  });

  it('does not open what was damaged', () => {
    const bytes = Buffer.from(cipher.seal('some text'), 'base64url');
    expect(bytes.length).toBeGreaterThan('some text'.length);
    for (let i = 0; i < bytes.length; i += 1) {
      const damaged = Buffer.from(bytes);
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      expect(cipher.open(damaged.toString('base64url'))).toBeNull();
    }
  });

  it('does not open anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => cipher.open(text) === null));
  });
});
