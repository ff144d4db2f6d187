import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { button, messageWith, type, useDesk } from './support/desk.ts';
import { type ScriptedBot, startScriptedBot } from './support/scripted-bot.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const channel = SLACK_IDS.general;

describe('every part of a message and of a modal', () => {
  const desk = useDesk();
  let bot: ScriptedBot;
  beforeAll(async () => {
    bot = await startScriptedBot(desk.workspace);
  });
  afterAll(() => bot.stop());

  /** What the newest click brought to the bot. */
  const lastAction = () => (bot.payloads.at(-1)?.actions as Record<string, unknown>[] | undefined)?.[0]; // safe: as Slack sends clicks

  async function post(page: Page, text: string, blocks: object[]) {
    await bot.call('chat.postMessage', { channel, text, blocks });
    const message = messageWith(page, text);
    await message.waitFor();
    return message;
  }

  it('asks before a button with a confirmation, and brings menus to the bot', async () => {
    const page = await desk.sit();
    const confirm = {
      title: plain('Really?'),
      text: plain('It is for good.'),
      confirm: plain('Do it'),
      deny: plain('Leave it'),
    };
    const message = await post(page, 'Menus', [
      {
        type: 'section',
        text: plain('Menus'),
        accessory: { type: 'overflow', action_id: 'more', options: [option('Copy'), option('Move')] },
      },
      {
        type: 'actions',
        elements: [
          { type: 'button', text: plain('Delete'), action_id: 'delete', style: 'danger', confirm },
          {
            type: 'static_select',
            action_id: 'fruit',
            placeholder: plain('A fruit'),
            options: [option('Fig'), option('Lime')],
          },
        ],
      },
    ]);
    await button(message, 'Delete').click();
    const before = bot.payloads.length;
    const dialog = page.getByRole('dialog', { name: 'Really?' });
    await dialog.getByText('Leave it').click();
    await dialog.waitFor({ state: 'hidden' });
    await button(message, 'Delete').click();
    await dialog.getByText('Do it').click();
    await expect.poll(() => lastAction()?.action_id).toBe('delete');
    // One click has come, not the one that was taken back.
    expect(bot.payloads).toHaveLength(before + 1);

    await message.getByRole('button', { name: 'More options' }).click();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator(':focus').innerText()).toBe('Move');
    await page.keyboard.press('Escape');
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('More options');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Copy' }).click();
    await expect.poll(() => lastAction()).toMatchObject({ action_id: 'more', selected_option: { value: 'copy' } });
    await message.getByRole('combobox', { name: 'A fruit' }).selectOption('Lime');
    await expect.poll(() => lastAction()).toMatchObject({ action_id: 'fruit', selected_option: { value: 'lime' } });
  });

  it('opens, updates, pushes, submits, and closes modals', async () => {
    const page = await desk.sit();
    const message = await post(page, 'Modals', [
      { type: 'section', text: plain('Modals') },
      { type: 'actions', elements: [{ type: 'button', text: plain('Open'), action_id: 'open' }] },
    ]);
    await button(message, 'Open').click();
    await expect.poll(() => lastAction()?.action_id).toBe('open');
    const ask = {
      type: 'modal',
      external_id: 'first',
      title: plain('First'),
      submit: plain('Save'),
      blocks: [
        {
          type: 'input',
          block_id: 'name',
          label: plain('Name'),
          element: { type: 'plain_text_input', action_id: 'text' },
        },
        {
          type: 'input',
          block_id: 'tags',
          optional: true,
          label: plain('Tags'),
          element: { type: 'checkboxes', action_id: 'some', options: [option('Ripe'), option('Raw')] },
        },
      ],
    };
    await bot.call('views.open', { trigger_id: bot.payloads.at(-1)?.trigger_id, view: ask });
    const first = page.getByRole('dialog', { name: 'First' });
    await first.getByLabel('Name').fill('Papaya');
    await first.getByLabel('Ripe').check();
    const note = { type: 'section', text: plain('Changed meanwhile') };
    await bot.call('views.update', { external_id: 'first', view: { ...ask, blocks: [...ask.blocks, note] } });
    await first.getByText('Changed meanwhile').waitFor();
    expect(await first.getByLabel('Name').inputValue()).toBe('Papaya');

    bot.answerSubmission({ response_action: 'push', view: { type: 'modal', title: plain('Second'), blocks: [note] } });
    await first.getByRole('button', { name: 'Save' }).click();
    const second = page.getByRole('dialog', { name: 'Second' });
    await second.waitFor();
    const submitted = bot.payloads.at(-1)?.view;
    expect(submitted).toMatchObject({
      state: {
        values: { name: { text: { value: 'Papaya' } }, tags: { some: { selected_options: [{ value: 'ripe' }] } } },
      },
    });
    await second.getByRole('button', { name: 'Back' }).click();
    await second.waitFor({ state: 'hidden' });
    expect(await first.getByLabel('Name').inputValue()).toBe('Papaya');
    await page.keyboard.press('Escape');
    await first.waitFor({ state: 'hidden' });
  });

  it('pages and sorts a data table by itself, numbers as numbers', async () => {
    const page = await desk.sit();
    const people = Array.from({ length: 12 }, (_, index) => [
      { type: 'raw_text', text: `Person ${index + 1}` },
      { type: 'raw_number', value: (index * 7) % 12, text: `${(index * 7) % 12} %` },
    ]);
    const head = [
      { type: 'raw_text', text: 'Name' },
      { type: 'raw_text', text: 'Loss' },
    ];
    const message = await post(page, 'Table', [
      { type: 'section', text: plain('Table') },
      { type: 'data_table', caption: 'Loss by person', rows: [head, ...people] },
    ]);
    const column = (number: number) => message.locator(`tbody td:nth-child(${number})`).allInnerTexts();
    expect(await column(1)).toEqual(['Person 1', 'Person 2', 'Person 3', 'Person 4', 'Person 5']);
    await message.getByRole('button', { name: 'Loss' }).click();
    expect(await column(2)).toEqual(['0 %', '1 %', '2 %', '3 %', '4 %']);
    expect(await message.getByRole('columnheader', { name: 'Loss' }).getAttribute('aria-sort')).toBe('ascending');
    await message.getByRole('button', { name: 'Loss' }).click();
    await message.getByRole('button', { name: 'Next page' }).click();
    expect(await column(2)).toEqual(['6 %', '5 %', '4 %', '3 %', '2 %']);
    await message.getByRole('button', { name: 'Next page' }).click();
    expect(await column(2)).toEqual(['1 %', '0 %']);
    expect(await message.innerText()).toContain('11–12 of 12');
  });

  it('brings a button in the row of a table to the bot, also when the rows stand in another order', async () => {
    const page = await desk.sit();
    const rows = [3, 1, 2].map((value) => [
      { type: 'raw_text', text: `Person ${value}` },
      { type: 'raw_number', value, text: `${value} %` },
      {
        type: 'action_cell',
        element: { type: 'button', action_id: `details.${value}`, text: plain('Details'), value: `p${value}` },
        fallback: { type: 'raw_text', text: '–' },
      },
    ]);
    const head = ['Name', 'Loss', 'More'].map((text) => ({ type: 'raw_text', text }));
    const message = await post(page, 'Buttons in rows', [
      { type: 'section', text: plain('Buttons in rows') },
      { type: 'data_table', caption: 'Loss by person', rows: [head, ...rows], row_header_column_index: 0 },
    ]);
    await message.getByRole('button', { name: 'Loss' }).click();
    await message.getByRole('row', { name: 'Person 2' }).getByRole('button', { name: 'Details' }).click();
    await expect.poll(() => lastAction()).toMatchObject({ type: 'button', action_id: 'details.2', value: 'p2' });
    expect(await message.getByRole('rowheader').allInnerTexts()).toEqual(['Person 1', 'Person 2', 'Person 3']);
    // Buttons have no order.
    expect(await message.getByRole('columnheader', { name: 'More' }).getByRole('button').count()).toBe(0);
  });

  it('draws charts, with the numbers in words for those who do not see them', async () => {
    const page = await desk.sit();
    const data = (...values: number[]) => values.map((value, index) => ({ label: ['Good', 'Bad'][index], value }));
    const axis_config = { categories: ['Good', 'Bad'], x_label: 'Quality', y_label: 'People' };
    const series = [
      { name: 'Presenters', data: data(4, 0) },
      { name: 'Audience', data: data(1380, 7) },
    ];
    const message = await post(page, 'Charts', [
      { type: 'section', text: plain('Charts') },
      { type: 'data_visualization', title: 'By quality', chart: { type: 'bar', series, axis_config } },
      { type: 'data_visualization', title: 'As a pie', chart: { type: 'pie', segments: data(3, 1) } },
    ]);
    const bars = message.getByRole('figure', { name: 'By quality' });
    expect(await bars.locator('rect').count()).toBe(4);
    expect(await bars.locator('svg').innerHTML()).toMatch(/Quality.*People/);
    expect(await bars.locator('p').textContent()).toBe('Presenters: Good 4, Bad 0. Audience: Good 1,380, Bad 7.');
    const heights = await bars
      .locator('rect')
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute('height'))));
    expect(heights[2]).toBeGreaterThan(100);
    expect(heights[1]).toBe(0);
    const pie = message.getByRole('figure', { name: 'As a pie' });
    expect(await pie.locator('path').count()).toBe(2);
    for (const type of ['line', 'area']) {
      const other = await post(page, `As ${type}`, [
        { type: 'section', text: plain(`As ${type}`) },
        { type: 'data_visualization', title: `As ${type}`, chart: { type, series, axis_config } },
      ]);
      expect(await other.locator('polyline').count()).toBe(2);
      expect(await other.locator('polygon').count()).toBe(type === 'area' ? 2 : 0);
    }
  });

  it('says so when the bot does not answer, and invites it where it is not', async () => {
    const page = await desk.sit({ channel: SLACK_IDS.events });
    await page.getByText('The bot is not in this channel').waitFor();
    await type(page, '/invite @Webinar QoS');
    await page.getByText('The bot is in this channel').waitFor();
    await bot.call('chat.postMessage', {
      channel: SLACK_IDS.events,
      text: 'Dead end',
      blocks: [{ type: 'actions', elements: [{ type: 'button', text: plain('Dead end'), action_id: 'dead' }] }],
    });
    const { settings } = desk.workspace.slack;
    const alive = settings.botUrl;
    onTestFinished(() => {
      settings.botUrl = alive;
    });
    settings.botUrl = 'http://127.0.0.1:9/';
    await button(page.locator('.message').last(), 'Dead end').click();
    await page.getByRole('alert').getByText('The app did not respond').waitFor();
  });
});
