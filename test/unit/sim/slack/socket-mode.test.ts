import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SlackSim, startSlackSim } from '../../../../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../../../../sim/slack/stores/workspace.ts';

const { apple, general } = SLACK_IDS;

async function startSim(): Promise<SlackSim> {
  const slack = await startSlackSim({ socketMode: true, ackTimeoutMs: 500 });
  onTestFinished(() => slack.stop());
  return slack;
}

/** Slack's own client, which the simulator has to satisfy. */
async function startBolt(slack: SlackSim): Promise<App> {
  const [appToken = ''] = slack.settings.appTokens;
  const receiver = new SocketModeReceiver({
    appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = new App({
    token: slack.settings.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
    deferInitialization: true,
  });
  await app.init();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}

const open = async (slack: SlackSim, token: string): Promise<{ ok: boolean; url?: string; error?: string }> => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  return JSON.parse(await answer.text());
};

describe('the simulated Slack in Socket Mode', () => {
  it('serves Slack’s own client: a command with its answer, a click, and a close in order', async () => {
    const slack = await startSim();
    const app = await startBolt(slack);
    app.command('/webinar-qos', ({ ack, command }) =>
      ack({
        text: `read ${command.text}`,
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'next', text: { type: 'plain_text', text: 'Next' } }],
          },
        ],
      }),
    );
    app.action('next', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'page 2', replace_original: true });
    });
    await app.start();
    const { message, failure } = await slack.typeCommand({ user: apple, channel: general, text: '932' });
    expect(failure).toBeNull();
    expect(message).toMatchObject({ text: 'read 932', ephemeralFor: apple });
    if (!message) throw new Error('nothing was shown');
    await slack.click({ user: apple, message, button: 'Next' });
    await slack.waitFor(() => slack.current(message)?.text === 'page 2');
    await app.stop();
    await slack.waitFor(() => slack.socketMode.history[0]?.closedByBot() === 1000);
  });

  it('takes the app-level token only, and each ticket once', async () => {
    const slack = await startSim();
    const [appToken = ''] = slack.settings.appTokens;
    expect(await open(slack, slack.settings.botToken)).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
    expect(await open(slack, 'xapp-other')).toMatchObject({ ok: false, error: 'invalid_auth' });
    const { url = '' } = await open(slack, appToken);
    const [first, second] = [new WebSocket(url), new WebSocket(url)];
    const outcome = (socket: WebSocket) =>
      new Promise((resolve) => {
        socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)).type);
        socket.onerror = () => resolve('refused');
      });
    expect((await Promise.all([outcome(first), outcome(second)])).sort()).toEqual(['hello', 'refused']);
    first.close();
    second.close();
  });

  it('fails a command that no socket takes, or that nobody acknowledges', async () => {
    const slack = await startSim();
    expect((await slack.typeCommand({ user: apple, channel: general })).failure).toBe('dispatch_failed');
    const app = await startBolt(slack);
    await app.start();
    expect((await slack.typeCommand({ user: apple, channel: general })).failure).toBe('operation_timeout');
  });

  it('sends what was not acknowledged over the next socket, and says that it comes again', async () => {
    const slack = await startSim();
    const { socketMode } = slack;
    slack.settings.ackTimeoutMs = 5_000;
    const app = await startBolt(slack);
    const retries: (number | undefined)[] = [];
    app.use(async ({ context, next }) => {
      retries.push(context.retryNum);
      await next();
    });
    app.command('/webinar-qos', async ({ ack, context }) => {
      if (context.retryNum === undefined) socketMode.sockets()[0]?.drop();
      else await ack('at last');
    });
    await app.start();
    const other = await startBolt(slack);
    other.command('/webinar-qos', ({ ack }) => ack('from the other'));
    const asked = slack.typeCommand({ user: apple, channel: general });
    await slack.waitFor(() => retries.length === 1);
    await other.start();
    expect((await asked).message?.text).toBe('from the other');
  });
});
