import { describe, expect, it } from 'vitest';
import { createNamer, personName } from '../../../src/messages/text/names.ts';

const person = (id: string, number: number, name: string) => ({ id, number, name });

describe('names', () => {
  it('numbers people without a visible name', () => {
    expect(personName(person('a', 12, ' \u200b '))).toBe('Attendee #12');
  });

  it('masks a name that is an address', () => {
    expect(personName(person('a', 1, 'jane@example.com'))).toBe('j…@…');
  });

  it('adds the end of the id to equal names only', () => {
    const people = [person('AAA-3F2A', 1, 'J. Doe'), person('AAA-77B0', 2, 'j. doe '), person('AAA-0000', 3, 'K. Kay')];
    const nameOf = createNamer(people);
    expect(people.map(nameOf)).toEqual(['J. Doe · 3f2a', 'j. doe · 77b0', 'K. Kay']);
  });

  it('takes more of the id where its end is shared, and the number where all of it is', () => {
    const alike = [person('xa0001', 1, 'J. Doe'), person('xb0001', 2, 'J. Doe')];
    expect(alike.map(createNamer(alike))).toEqual(['J. Doe · a0001', 'J. Doe · b0001']);
    const same = [person('a-1', 1, 'J. Doe'), person('a1', 2, 'J. Doe')];
    expect(same.map(createNamer(same))).toEqual(['J. Doe · #1', 'J. Doe · #2']);
  });
});
