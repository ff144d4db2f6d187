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
