import { describe, expect, it } from 'vitest';
import { nameCell } from '../../../src/messages/csv/cell.ts';
import { maskTelephones } from '../../../src/messages/text/mask.ts';
import { personName } from '../../../src/messages/text/names.ts';
import { samplePerson } from '../samples.ts';

describe('a telephone number that stands as a name', () => {
  it.each([
    ['+15555550123', '+1…0123'],
    ['+1 (555) 555-0123', '+1…0123'],
    ['15555550123', '…0123'],
    ['(555) 555-0123', '…0123'],
    ['555.555.0123', '…0123'],
    ['+49 30 5550 0123', '+49…0123'],
    ['＋１ ５５５ ５５５ ０１２３', '+1…0123'],
    ['0123', '0123'],
    ['5550123', '…0123'],
    ['Call-in user +1 555 555 0123', 'Call-in user +1…0123'],
    ['Ann 5555550123 (mobile)', 'Ann …0123 (mobile)'],
    ['+1 555\u2011555\u20110123', '+1…0123'],
  ])('is masked: %s', (name, shown) => {
    expect(maskTelephones(name)).toBe(shown);
  });

  it.each(['Ann', 'Room 12345678', 'Studio 4', 'R2-D2', '2026', 'Team 1 - 2 - 3', 'Anna 2026-05-14'])(
    'is not found in %j',
    (name) => {
      expect(maskTelephones(name)).toBe(name);
    },
  );

  it('is masked in messages and in the CSV file', () => {
    expect(personName({ id: 'x', number: 1, name: '+15555550123' })).toBe('+1…0123');
    expect(nameCell(samplePerson({ name: '+15555550123' }))).toBe("'+1…0123");
  });
});
