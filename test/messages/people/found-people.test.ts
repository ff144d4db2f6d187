import { describe, expect, it } from 'vitest';
import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import { decodeButton } from '../../../src/messages/block-kit/button-codec.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { type Found, renderFindModal, renderFound } from '../../../src/messages/people/found-people.ts';
import { HOSTILE, sampleHead, samplePerson } from '../samples.ts';

const head = sampleHead();

function toFound(given: Partial<Found> = {}): Found {
  return { head, typed: 'cy', people: [samplePerson()], total: 1, isBlank: false, ...given };
}
const read = (found: Found) => {
  const { text, blocks } = renderFound(found);
  return { text, shown: toPlainText({ blocks: JSON.parse(JSON.stringify(blocks)), payload: { text } }) };
};

describe('who was found', () => {
  it('stands with the numbers and a button to the details', () => {
    const { text, shown } = read(toFound());
    expect(text).toContain('1 person is called “cy”. ');
    expect(text).toContain('C. Cy, Poor, lost 6.0 % of the sound');
    expect(shown).toContain('*C. Cy* – :warning: Poor');
    expect(shown).toContain('#3 · Lyon · Mac · Wifi · stayed 48 min in 2 visits');
    expect(shown).toContain('[Details]');
  });

  it('is told apart from namesakes by name, number, city, device and stay', () => {
    const other = samplePerson({
      ...{ id: 'visit-00cafe', number: 31, attributes: { location: 'Oslo', device: 'iPad' } },
      ...{ staySeconds: 45, visits: 1 },
    });
    const { shown } = read(toFound({ people: [samplePerson(), other], total: 2 }));
    expect(shown).toContain('2 people are called “cy”.');
    expect(shown).toMatch(/C\. Cy · 3f2a[\s\S]*#3 · Lyon · Mac/);
    expect(shown).toMatch(/C\. Cy · cafe[\s\S]*#31 · Oslo · iPad · stayed 45 s in 1 visit\b/);
  });

  it('is counted where not all are shown', () => {
    const { text, shown } = read(toFound({ total: 1_210 }));
    expect(text).toContain('1,210 people are called “cy”; these 1 fit best.');
    expect(shown).toContain('1,209 more: type more of the name');
  });

  it('is nobody: said plainly', () => {
    const { text, shown } = read(toFound({ people: [], total: 0 }));
    expect(text).toContain('Nobody in this report is called “cy”.');
    expect(shown).toContain('Nobody in this report is called “cy”.');
    expect(shown).not.toContain('[Details]');
  });

  it('is nobody where nothing was typed that could be looked for', () => {
    expect(read(toFound({ typed: '%', people: [], total: 0, isBlank: true })).shown).toContain(
      'Type at least one letter or digit of the name.',
    );
  });
});

describe('the modal', () => {
  it('knows its read, and holds nothing that was typed', () => {
    const view = renderFindModal(head, toFound({ typed: 'secret', people: [], total: 0 }));
    expect(decodeButton(view.private_metadata)).toEqual({ v: 1, report: head.key, read: 'r1', view: 'report' });
    expect(view.private_metadata).not.toContain('secret');
  });

  it.each(['', HOSTILE, 'x'.repeat(10_000), '<!channel> *b*', '\u202eabc', '👩‍🚀'.repeat(500)])(
    'is one that Slack takes, whatever was typed: %#',
    (typed) => {
      for (const people of [
        [],
        Array.from({ length: 8 }, (_, index) => samplePerson({ id: `v${index}`, name: HOSTILE })),
      ]) {
        const found = toFound({ typed, people, total: people.length });
        expect(findLimitViolations(renderFindModal(head, found))).toEqual([]);
        expect(findLimitViolations(renderFound(found))).toEqual([]);
        expect(JSON.stringify(renderFound(found))).not.toMatch(/<!channel>|<@U|\u202e/);
      }
    },
  );
});
