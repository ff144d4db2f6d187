import fc from 'fast-check';

/**
 * Any characters, halves of surrogate pairs and controls among them. fast-check's own `binary` unit needs seconds to be
 * made on a busy machine, more than a test may take.
 */
const anyCharacter = fc.oneof(
  fc.integer({ min: 0, max: 0xff }),
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0x2000, max: 0x206f }),
  fc.integer({ min: 0xd800, max: 0xdfff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);

/** A text of any characters. */
export function anyText(maxLength?: number): fc.Arbitrary<string> {
  const unit = anyCharacter.map((code) => String.fromCodePoint(code));
  return maxLength === undefined ? fc.string({ unit }) : fc.string({ unit, maxLength });
}
