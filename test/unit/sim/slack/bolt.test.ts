import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackSim, startSlackSim } from '../../../../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../../../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../../../sim/slack/to-plain-text.ts';

const { apple, general } = SLACK_IDS;
let slack: SlackSim;
let app: App;

beforeEach(async () => {
  slack = await startSlackSim();
  const { signingSecret, botToken } = slack.settings;
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  app = new App({
    token: botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
    deferInitialization: true,
  });
  await app.init();
  const server = await app.start(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  slack.settings.botUrl = `http://127.0.0.1:${address.port}/slack/events`;
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

const message = (text: string) => ({
  text,
  blocks: [
    {
      type: 'actions' as const,
      elements: [
        { type: 'button' as const, action_id: 'next', value: '2', text: { type: 'plain_text' as const, text: 'Next' } },
      ],
    },
  ],
});

describe('a Bolt app', () => {
  it('is driven through a command, its later answer, a click and a modal', async () => {
    app.command('/webinar-qos', async ({ ack, respond }) => {
      await ack('reading');
      await respond({ ...message('report'), response_type: 'ephemeral' });
    });
    app.action('next', async ({ ack, body, respond, client }) => {
      await ack();
      await respond({ ...message('page 2'), replace_original: true, response_type: 'ephemeral' });
      const trigger = 'trigger_id' in body ? body.trigger_id : '';
      const title = { type: 'plain_text' as const, text: 'Details' };
      await client.views.open({ trigger_id: trigger, view: { type: 'modal', title, blocks: [{ type: 'divider' }] } });
    });
    const { status } = await slack.typeCommand({ user: apple, channel: general, text: '932 0123 5621' });
    expect(status).toBe(200);
    const report = await slack.waitFor(() => slack.messagesFor(apple, general).find((one) => one.text === 'report'));
    await slack.click({ user: apple, message: report, button: 'Next' });
    const [view] = await slack.waitFor(() => slack.openViews(apple).length > 0 && slack.openViews(apple));
    expect(view && toPlainText(view)).toBe('== Details ==\n---');
    expect(slack.current(report)?.text).toBe('page 2');
    expect(slack.errors).toEqual([]);
  });

  it('refuses a request signed with another secret', async () => {
    slack.settings.signingSecret = 'another';
    const outcome = await slack.typeCommand({ user: apple, channel: general });
    expect(outcome).toMatchObject({ status: 401, failure: 'dispatch_failed' });
  });
});
