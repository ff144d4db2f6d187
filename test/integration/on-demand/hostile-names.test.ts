import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import { simPerson } from '../../../sim/zoom/webinars/sim-person.ts';
import type { SimParticipant } from '../../../sim/zoom/webinars/webinar.ts';
import { clickForEdit, clickForNew } from '../support/clicks.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, openWorld, textOf, type World } from '../support/world.ts';

const { apple } = SLACK_IDS;

const NAMES = [
  '<!channel> <!here|here> <@U0BANANA001>',
  '<https://evil.example/|Click here> https://evil.example/',
  '*bold* _italic_ ~struck~ `code` ```block```',
  '@here @channel #general :fire:',
  '&lt;!channel&gt; &amp;',
  'Left \u202Ethgir\u202C \u200Fmark',
  'First line\nSecond line\r\n\u2028Third *line*',
  'evil@example.com',
  'Mallory (evil@EXAMPLE.com), evil%40example.com',
  'x'.repeat(400),
  '👩‍👩‍👧'.repeat(100),
  'a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308'.repeat(20),
  '=HYPERLINK("http://evil.example/","Open")',
  '+49 1234', // a telephone number, and a formula
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  'Comma, "quoted"; semicolon',
  '__proto__',
  '\uD800 half a character',
  '',
  '   ',
  '\u200B\u3164',
];
/** Fields that Zoom may leave out, or fill with something else. */
const ODD_ROWS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { participant_id: 'odd-2', user_name: 'No quality', qos: null },
  { participant_id: 'odd-3', user_name: 'Words for quality', qos: 'fine' },
  { participant_id: 12345, user_name: 67890, id: null, email: null, qos: [] },
  { participant_id: '{"v":1}'.repeat(20), user_name: 'A long id', qos: [{ type: 'audio_output' }, null, 7] },
];
/** Mentions, links, pictures, addresses and what turns a line around: nowhere. */
const NEVER = /<!(?!date\^)|<@|<https?:|@here|@channel|#general|:fire:|[\u202A-\u202E\u2028\u2029]|evil@|%40example/i;
/** Mark-up: nowhere that Slack reads any. */
const MARKUP = /\*bold\*|_italic_|~struck~|`code`/;

let world: World;
let report: SimMessage;

beforeAll(async () => {
  world = await openWorld({ redis: 'none' });
  const { id } = addWebinar(world, {
    topic: 'Town <!channel> *Hall* evil@example.com \u202E\n#general',
    participants: [...NAMES.map(withBadConnection), ...ODD_ROWS.map(asRow)],
  });
  report = await world.askForReport(id);
});
afterAll(() => world?.close());

function withBadConnection(name: string, index: number): SimParticipant {
  const streams = [
    { type: 'audio_output', bitrateKbps: 60, lossPercent: 30 - index * 0.5, latencyMs: 90, jitterMs: 5 },
  ];
  return simPerson({ participantId: String(16_800_000 + index), name, streams });
}

function asRow(qosRow: Readonly<Record<string, unknown>>): SimParticipant {
  return { qosRow, detail: {}, joinAfterSeconds: 0, staySeconds: null };
}

function expectHarmless(shown: { readonly text?: string; readonly blocks: readonly object[] }): void {
  expect(JSON.stringify(shown.blocks) + shown.text).not.toMatch(NEVER);
  expect([shown.text, ...mrkdwnIn(shown.blocks)].join('\n')).not.toMatch(MARKUP);
}

function mrkdwnIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const here = 'type' in part && part.type === 'mrkdwn' && 'text' in part ? [String(part.text)] : [];
  return [...here, ...Object.values(part).flatMap(mrkdwnIn)];
}

describe('names that people choose to annoy', () => {
  it('do nothing in the report', () => {
    expectHarmless(report);
    expect(textOf(report)).toContain('Town');
    expect(report.text.split('\n')).toHaveLength(1);
  });

  it('do nothing in the list and in the details, and Slack takes both', async () => {
    let list = await clickForNew(world, report, 'report.list.severity');
    const lines: string[] = [];
    for (let page = 0; page < 10; page += 1) {
      expectHarmless(list);
      lines.push(
        ...textOf(list)
          .split('\n')
          .filter((line) => /^\*\d+\. .*\[Details\]$/.test(line)),
      );
      for (const block of list.blocks.filter(({ accessory }) => accessory)) {
        const opened = world.slack.openViews(apple).at(-1)?.id;
        const { accessory } = block;
        const value = typeof accessory === 'object' && accessory && 'value' in accessory ? String(accessory.value) : '';
        await world.slack.click({ user: apple, message: list, button: 'list.details', value });
        const view = await world.slack.waitFor(() => {
          const top = world.slack.openViews(apple).at(-1);
          return top && top.id !== opened ? top : null;
        });
        expectHarmless(view);
        expect(toPlainText(view)).toContain('*Hearing*');
      }
      if (!textOf(list).includes('[Next ›]')) break;
      list = await clickForEdit(world, list, 'list.page.next');
    }
    // One line for each: no name breaks out of its own.
    expect(lines).toHaveLength(NAMES.length);
    expect(lines.every((line) => line.length < 200)).toBe(true);
    expect(lines.filter((line) => /Attendee #\d+/.test(line))).toHaveLength(3);
    expect(lines.join('\n')).toContain('e…@…');
    if (process.env.PRINT_SENTENCES === '1') process.stdout.write(`\n${lines.join('\n')}\n`);
  });

  it('do nothing in the shared report', async () => {
    await world.slack.click({ user: apple, message: report, button: 'report.share' });
    const post = await world.slack.waitFor(() =>
      world.slack.messagesFor(apple, report.channel).find((one) => isReport(one) && !one.ephemeralFor),
    );
    expectHarmless(post);
  });

  it('do nothing in a spreadsheet', async () => {
    await world.slack.click({ user: apple, message: report, button: 'Export CSV' });
    const file = await world.slack.waitFor(() =>
      [...world.slack.files.values()].find(({ name, content }) => content && name.endsWith('_people.csv')),
    );
    const text = file.content?.toString('utf8') ?? '';
    expect(text).not.toMatch(/@example|%40example|[\u202A-\u202E\u2028]/i);
    const cells = text.split(/[,\n]/).map((cell) => cell.replace(/^"/, ''));
    // Negative numbers are none of the bot's columns, so no cell may begin like a formula.
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(text.trim().split('\n').length - 1).toBe(NAMES.length + ODD_ROWS.length);
  });

  it('make Slack complain about nothing', () => {
    expect(world.slack.calls.length).toBeGreaterThan(0);
    expect(world.slack.errors).toEqual([]);
    expect(world.slack.calls.filter(({ ok }) => !ok)).toEqual([]);
    expect(world.bots[0]?.lines.join('\n')).not.toMatch(/refused the blocks|"failure":"internal"/);
  });
});
