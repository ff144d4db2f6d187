import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { clickForNew } from '../support/clicks.ts';
import { addWebinar } from '../support/webinars.ts';
import { openWorld, textOf, type World } from '../support/world.ts';

const { apple, banana } = SLACK_IDS;
const SEARCHED = 'Quixotic';
let world: World;
let report: SimMessage;
let id: string;

beforeAll(async () => {
  world = await openWorld({});
  const participants = samplePeople({ count: 40, bad: 4, poor: 4, fair: 4, seed: 5 });
  ({ id } = addWebinar(world, { participants }));
  report = await world.askForReport(id);
});
afterAll(() => world?.close());

/** The modal on top, once it is another one than before. */
async function openFind(message: SimMessage, user: string = apple): Promise<string> {
  const before = world.slack.openViews(user).at(-1)?.id;
  await world.slack.click({ user, message, button: 'Find a person' });
  return toPlainText(
    await world.slack.waitFor(() => {
      const top = world.slack.openViews(user).at(-1);
      return top && top.id !== before ? top : null;
    }),
  );
}

async function search(typed: string | null, user: string = apple): Promise<string> {
  const value = { type: 'plain_text_input', value: typed };
  await world.slack.submitView({ user, values: { 'find.name': { name: value } } });
  const top = world.slack.openViews(user).at(-1);
  if (!top) throw new Error('the modal was closed');
  return toPlainText(top);
}

describe('finding a person', () => {
  it('is a button of the report and of the list, and a field to type into', async () => {
    expect(await openFind(report)).toContain('Part of the name');
    const list = await clickForNew(world, report, 'report.list.severity');
    expect(await openFind(list)).toContain('Part of the name');
  });

  it('shows who it is in the same modal, and the details above it', async () => {
    await openFind(report);
    const [name = ''] = /1\. :\w+: \*(.+?)\* – /.exec(textOf(report))?.slice(1) ?? [];
    expect(name).not.toBe('');
    const shown = await search(name.toUpperCase());
    expect(shown).toContain(name);
    expect(shown).toMatch(/Bad|Poor/);
    expect(shown).toContain('[Details]');
    const under = world.slack.openViews(apple).at(-1);
    if (!under) throw new Error('no modal');
    const block = under.blocks.find(({ accessory }) => accessory)?.block_id;
    await world.slack.click({ user: apple, view: under, button: 'list.details', block: String(block) });
    const top = await world.slack.waitFor(() => {
      const views = world.slack.openViews(apple);
      return views.length === 2 ? views[1] : null;
    });
    expect(toPlainText(top)).toContain(`# ${name} – `);
  });

  it('says plainly when it is nobody, and can be tried again', async () => {
    await openFind(report);
    expect(await search(SEARCHED)).toContain(`Nobody in this report is called “${SEARCHED}”.`);
    expect(await search('a')).toContain('[Details]');
  });

  it.each([null, '', '%', '.*', '[', '\u202e', 'x'.repeat(10_000), '🎉', 'שלום', '__proto__'])(
    'takes what cannot be a name: %#',
    async (typed) => {
      await openFind(report);
      expect(await search(typed)).toMatch(/Nobody in this report|at least one letter or digit/);
    },
  );

  it('is for everybody who sees a shared report, each in private', async () => {
    await world.slack.click({ user: apple, message: report, button: 'report.share' });
    const post = await world.slack.waitFor(() =>
      world.slack
        .messagesFor(banana, report.channel)
        .find((one) => JSON.stringify(one.blocks).includes('report.list.')),
    );
    await openFind(post, banana);
    const before = world.slack.messagesFor(apple, report.channel).length;
    expect(await search('a', banana)).toContain('[Details]');
    expect(world.slack.messagesFor(apple, report.channel)).toHaveLength(before);
  });

  it('works by command', async () => {
    const { message } = await world.ask(`${id} find ${SEARCHED}`);
    expect(textOf(message)).toContain(`Nobody in this report is called “${SEARCHED}”.`);
    expect(message.ephemeralFor).toBe(apple);
    const found = await world.ask(`${id} find a`);
    expect(textOf(found.message)).toMatch(/\d+ people are called “a”; these 8 fit best/);
    await world.slack.click({ user: apple, message: found.message, button: 'list.find' });
  });

  it('by command reads the webinar first where no report is kept', async () => {
    const { id: other } = addWebinar(world, {
      participants: samplePeople({ count: 20, bad: 1, poor: 1, fair: 1, seed: 6 }),
    });
    const { message } = await world.ask(`${other} find ann`);
    expect(textOf(message)).toContain('When the report is here');
  });

  it('leaves nothing of what was searched in the log, and Slack complains about nothing', () => {
    const log = world.bots.flatMap(({ lines }) => lines).join('\n');
    expect(log).toContain('"');
    expect(log).not.toContain(SEARCHED);
    expect(world.slack.errors).toEqual([]);
    expect(world.slack.calls.filter(({ ok }) => !ok)).toEqual([]);
  });
});
