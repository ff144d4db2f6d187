import { describe, expect, it } from 'vitest';
import { checkMessageBlocks } from '../../../sim/slack/block-kit/block-kit.ts';
import { decodeButton } from '../../../src/messages/block-kit/button-codec.ts';
import { withoutNativeBlocks } from '../../../src/messages/block-kit/message.ts';
import { isTable } from '../../../src/messages/block-kit/native-data.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderPeopleTable } from '../../../src/messages/people/people-table.ts';
import { buttonsOf, wordsOf } from '../inspect.ts';
import { sampleBadPerson, sampleHead, samplePerson } from '../samples.ts';

const head = sampleHead();
const many = (count: number, name = 'M. Max') =>
  Array.from({ length: count }, (_, index) =>
    samplePerson({ id: `visit-${index}`, number: index, name: `${name} ${index}` }),
  );
const top = { head, sort: 'loss' as const, total: 412, people: [sampleBadPerson(), ...many(199)] };
const tableOf = (message: ReturnType<typeof renderPeopleTable>) => message.blocks.find(isTable);

describe('all as a table', () => {
  it('holds two hundred people with what each had to bear', () => {
    const message = renderPeopleTable(top);
    const rows = tableOf(message)?.rows ?? [];
    expect(rows).toHaveLength(201);
    expect(rows[0]?.map((cell) => ('text' in cell ? cell.text : ''))).toEqual([
      ...['Place', 'Name', 'Quality', 'Role', 'Lost', 'Delay', 'Details'],
    ]);
    expect(rows[1]?.slice(0, 6)).toEqual([
      { type: 'raw_number', value: 1, text: '1' },
      { type: 'raw_text', text: 'R. Ray' },
      { type: 'raw_text', text: 'Bad' },
      { type: 'raw_text', text: 'Audience' },
      { type: 'raw_number', value: 25, text: '25.0 %' },
      { type: 'raw_number', value: 1200, text: '1,200 ms' },
    ]);
    expect(wordsOf(message.blocks[0])).toBe('Everybody, by lost sound – 1–200 of 412');
    expect(message.text).toMatch(
      /^Everybody, by lost sound, 1 to 200 of 412, Q3 All-Hands:\n1\. R\. Ray – Bad · lost 25\.0 %/,
    );
    expect(findLimitViolations(message)).toEqual([]);
    expect(checkMessageBlocks(message.blocks)).toBeNull();
  });

  it('opens the details of the person in whose row the button is', () => {
    const cell = tableOf(renderPeopleTable(top))?.rows[3]?.[6];
    if (cell?.type !== 'action_cell') return expect.unreachable();
    expect(cell.element.action_id).toBe('list.details.2');
    expect(decodeButton(cell.element.value)).toMatchObject({
      view: 'person',
      report: head.key,
      read: 'r1',
      person: 'visit-1',
    });
  });

  it('holds all two hundred however long their names are', () => {
    const message = renderPeopleTable({ ...top, people: many(200, '&*<'.repeat(30)) });
    expect(tableOf(message)?.rows).toHaveLength(201);
    expect(checkMessageBlocks(message.blocks)).toBeNull();
  });

  it('is complete in words where Slack takes no tables', () => {
    const message = withoutNativeBlocks(
      renderPeopleTable({ ...top, people: [sampleBadPerson(), ...many(20)], total: 21 }),
    );
    expect(tableOf(message)).toBeUndefined();
    const words = message.blocks.map(wordsOf).join('\n');
    expect(words).toContain('1. R. Ray – Bad · lost 25.0 % of the sound (Bad from 10 %)');
    expect(words).toContain('21. M. Max 19 – Poor');
    expect(words).toContain('Slack shows no tables in this workspace');
    expect(buttonsOf(message.blocks).map(({ action }) => action)).toEqual(['list.sort.loss', 'report.export']);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('counts in words those for whom there is no room', () => {
    const words = withoutNativeBlocks(renderPeopleTable(top)).blocks.map(wordsOf).join('\n');
    expect(words).toMatch(/… and 1\d\d more/);
    expect(words).toContain('Everybody is in the file behind Export CSV');
  });

  it('says that nobody is there', () => {
    const message = renderPeopleTable({ ...top, total: 0, people: [] });
    expect(wordsOf(message.blocks[0])).toBe('Everybody, by lost sound – none');
    for (const one of [message, withoutNativeBlocks(message)]) expect(findLimitViolations(one)).toEqual([]);
  });
});
