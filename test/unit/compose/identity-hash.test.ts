import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentityHash } from '../../../src/compose/identity-hash.ts';

const ADDRESS = 'host.person@mail.example';

describe('what people are compared by', () => {
  it('is the same in all replicas and after every start', () => {
    expect(createIdentityHash('secret')(ADDRESS)).toBe(createIdentityHash('secret')(ADDRESS));
    // What is kept in the store for years hangs on this value.
    expect(createIdentityHash('secret')(ADDRESS)).toMatchInlineSnapshot(`"NjXQCyKw0x0Oujol"`);
  });

  it('cannot be made without the secret', () => {
    expect(createIdentityHash('another')(ADDRESS)).not.toBe(createIdentityHash('secret')(ADDRESS));
  });

  it('is 96 bits of text that fits into a key, whatever went in, and differs when that does', () => {
    const hash = createIdentityHash('secret');
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(hash(one)).toMatch(/^[\w-]{16}$/);
        expect(hash(one) === hash(other)).toBe(one === other);
      }),
    );
  });

  it('does not let the secret and the text be shifted against each other', () => {
    expect(createIdentityHash('ab')('c')).not.toBe(createIdentityHash('a')('bc'));
  });
});
