import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { addChannel, subscribe, untilFinal } from '../support/channels.ts';
import { clickForEdit, clickForNew } from '../support/clicks.ts';
import { addRunning, endAndTell } from '../support/ended.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, openWorld, startWorld, textOf, type World } from '../support/world.ts';

const { apple } = SLACK_IDS;
const typesOf = ({ blocks }: SimMessage) => blocks.map(({ type }) => type);
const isPicture = (type: unknown) => type === 'data_visualization' || type === 'data_table';
const responses = ({ slack }: World) => slack.calls.filter(({ method }) => method === 'response_url');

describe('a workspace that takes charts and tables', () => {
  let world: World;
  let report: SimMessage;
  beforeAll(async () => {
    world = await openWorld();
    report = await world.askForReport(SAMPLE_IDS.allHands);
  });
  afterAll(() => world?.close());

  it('gets grades as a picture in the report, and in the acknowledgement that holds a kept one', async () => {
    expect(typesOf(report).filter(isPicture)).toEqual(['data_visualization']);
    const { message } = await world.ask(SAMPLE_IDS.allHands);
    expect(isReport(message)).toBe(true);
    expect(typesOf(message).filter(isPicture)).toEqual(['data_visualization']);
  });

  it('gets the spread of loss on the first page by loss only', async () => {
    const list = await clickForNew(world, report, 'report.list.loss');
    expect(typesOf(list).filter(isPicture)).toEqual(['data_visualization']);
    expect(textOf(list)).toMatch(/People who lost .*under 1 %: \d+/);
    const second = await clickForEdit(world, list, 'Next ›');
    expect(typesOf(second).filter(isPicture)).toEqual([]);
  });

  it('gets everybody in one table, with Details in each row', async () => {
    const list = await clickForNew(world, report, 'report.list.severity');
    const table = await clickForNew(world, list, 'All as table');
    expect(table.ephemeralFor).toBe(apple);
    expect(typesOf(table).filter(isPicture)).toEqual(['data_table']);
    const names = [...textOf(table).matchAll(/^(\d+) \| (.+?) \| (Fair|Poor|Bad) \|.*\[Details\]$/gm)];
    expect(names).toHaveLength(10);
    await world.slack.click({ user: apple, message: table, button: 'list.details.6' });
    const view = await world.slack.waitFor(() => world.slack.openViews(apple).at(-1));
    expect(toPlainText(view)).toContain(names[6]?.[2]);
    const back = await clickForEdit(world, table, 'Page by page');
    expect(textOf(back)).toContain('1–5 of 10');
  });

  it('gets the first two hundred of many, and the rest as a file', async () => {
    const many = await world.askForReport(
      addWebinar(world, { participants: samplePeople({ count: 230, seed: 9 }) }).id,
    );
    const table = await clickForNew(world, await clickForNew(world, many, 'report.list.loss'), 'All as table');
    expect(textOf(table)).toMatch(/– 1–200 of 2\d\d/);
    expect(textOf(table).match(/\[Details\]/g)).toHaveLength(200);
    expect(textOf(table)).toContain('Everybody is in the file behind Export CSV');
    expect(world.slack.errors).toEqual([]);
  });
});

describe('a workspace that refuses charts and tables', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ slack: { nativeDataBlocks: false } });
  });
  afterAll(() => world?.close());

  it('gets everything in words, and is asked only once', async () => {
    const report = await world.askForReport(SAMPLE_IDS.allHands);
    expect(typesOf(report).filter(isPicture)).toEqual([]);
    expect(textOf(report)).toMatch(/\d+ good · .* bad/);
    const refused = () => responses(world).filter(({ error }) => error === 'invalid_blocks').length;
    expect(refused()).toBe(1);

    const list = await clickForNew(world, report, 'report.list.loss');
    expect(textOf(list)).toMatch(/People who lost .*under 1 %: \d+/);
    const table = await clickForNew(world, list, 'All as table');
    expect(textOf(table)).toContain('Slack shows no tables in this workspace');
    expect(textOf(table)).toMatch(/^1\. Koala K – Bad/m);
    const { message } = await world.ask(SAMPLE_IDS.allHands);
    expect(isReport(message)).toBe(true);
    expect(refused()).toBe(1);
    expect(world.slack.errors).toEqual([]);
  });

  it('tells the operator, with a reference and the place in the message', async () => {
    const line = () => world.bots[0]?.lines.find((one) => one.includes('refused the charts and tables'));
    await expect.poll(line).toMatch(/"ref":"[0-9A-Z]+".*"slackError":"invalid_blocks".*json-pointer:\/blocks\/\d/);
  });

  it('gets what is shared in a channel without them, too', async () => {
    const report = await world.askForReport(addWebinar(world).id);
    await clickForEdit(world, report, 'Share in channel');
    const shared = world.slack.messagesFor(SLACK_IDS.banana, report.channel).findLast(isReport);
    expect(shared && typesOf(shared).filter(isPicture)).toEqual([]);
  });
});

describe('a channel of a workspace that refuses them', () => {
  it('gets the automatic report and its edits in words', async () => {
    const world = await startWorld({ env: { REPORT_DELAYS_S: '1,2' }, slack: { nativeDataBlocks: false } });
    const channel = addChannel(world);
    await subscribe(world, channel);
    const growth = [
      { readNumber: 1, upTo: 15 },
      { readNumber: 2, upTo: 25 },
    ];
    await endAndTell(world, addRunning(world, { growth, participants: samplePeople({ count: 25, bad: 4, seed: 25 }) }));
    const post = await untilFinal(world, channel, 40_000);
    expect(post.edits).toBeGreaterThan(0);
    expect(typesOf(post).filter(isPicture)).toEqual([]);
    const outcomes = (name: string) =>
      world.slack.calls.filter(({ method }) => method === name).map(({ error }) => error ?? 'ok');
    expect(outcomes('chat.postMessage')).toEqual(['invalid_blocks', 'ok']);
    expect(new Set(outcomes('chat.update'))).toEqual(new Set(['ok']));
  });
});
