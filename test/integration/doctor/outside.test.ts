import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type BotProcess, startBotProcess } from '../../../sim/bot/bot-process.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { listenOnFreePort } from '../../setup/listen.ts';
import { metricOf } from '../support/metrics.ts';
import { type DoctorWorld, diagnose, openDoctorWorld } from './doctor-world.ts';

let world: DoctorWorld;
let bot: BotProcess;

/** Over HTTP, without Redis: what comes from outside is all that is looked at here. */
beforeAll(async () => {
  world = await openDoctorWorld('');
  delete world.env.SLACK_APP_TOKEN;
  bot = await startBotProcess(world.env);
});

afterAll(async () => {
  await bot.stop('SIGKILL');
  await world.close();
});

async function linesFor(url: string, env: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const asked = { channel: null, webinar: null, url };
  const { lines } = await diagnose({ ...world, env: { ...world.env, ...env }, asked });
  return lines.filter((line) => line.includes(' from outside:'));
}

async function serverThatAnswers(status: number, body: string, headers: Record<string, string> = {}): Promise<string> {
  const server: Server = createServer((_request, response) => response.writeHead(status, headers).end(body));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${await listenOnFreePort(server)}`;
}

describe('the start of the bot', () => {
  it('tells the quick checks in a line of the log and in a gauge', async () => {
    await expect.poll(() => bot.lines.filter((line) => line.includes("the doctor's quick checks"))).toHaveLength(1);
    const [line = ''] = bot.lines.filter((one) => one.includes("the doctor's quick checks"));
    expect(JSON.parse(line)).toMatchObject({ good: 1, advice: 1, wrong: 0, unseen: 0, notGood: ['Store'] });
    expect(await metricOf(bot, 'webinar_qos_doctor_checks', { state: 'advice' })).toBe(1);
  });
});

describe('the way from outside', () => {
  it('is good where Zoom and Slack would reach the bot', async () => {
    const lines = await linesFor(bot.url);
    expect(lines).toEqual([
      expect.stringMatching(/^✓ Zoom events from outside: the validation was answered rightly, in \d+ ms$/),
      '✓ Slack requests from outside: a request that was signed with SLACK_SIGNING_SECRET was taken',
    ]);
  });

  it('is wrong where the running bot has other secrets', async () => {
    const lines = await linesFor(bot.url, { ZOOM_WEBHOOK_SECRET_TOKEN: 'another', SLACK_SIGNING_SECRET: 'another' });
    expect(lines).toEqual([
      expect.stringMatching(
        /^✗ Zoom .*: the running bot refuses the signature: it has another ZOOM_WEBHOOK_SECRET_TOKEN/,
      ),
      expect.stringMatching(/^✗ Slack .*: the running bot refuses the signature: it has another SLACK_SIGNING_SECRET/),
    ]);
  });

  it.each([
    ['somebody else', 200, '<html>Welcome</html>', {}, 'something else than the bot answers there'],
    ['a path that leads nowhere', 404, 'not found', {}, 'nobody listens there (404)'],
    ['a proxy without the bot', 502, '<html>Bad Gateway</html>', {}, 'the proxy does not reach the bot'],
    ['a redirect', 301, '', { location: 'https://elsewhere.example/' }, 'the address redirects (301)'],
  ])('is wrong where there is %s', async (_what, status, body, headers, said) => {
    const lines = await linesFor(await serverThatAnswers(status, body, headers));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain(`from outside: ${said}`);
  });

  it('is wrong where nobody is', async () => {
    for (const line of await linesFor(`http://${world.nowhere}`))
      expect(line).toContain('nothing takes connections at');
  });
});

describe('a message in a channel', () => {
  it('is posted and deleted', async () => {
    const channel = SLACK_IDS.general;
    const { lines } = await diagnose({ ...world, asked: { url: null, webinar: null, channel } });
    expect(lines).toContain('✓ Posting: a message was posted in the channel and deleted');
    expect(world.slack.history.some(({ message }) => message.text.includes('npm run doctor'))).toBe(true);
    const seen = world.slack.messagesFor(SLACK_IDS.apple, channel);
    expect(seen.filter(({ text }) => text.includes('doctor'))).toEqual([]);
  });
});

describe("Zoom's WebSocket", () => {
  it('is opened and closed where no bot has it', async () => {
    const { settings, websocketUrl, eventSocket } = world.zoom;
    const env = {
      ...world.env,
      ZOOM_WEBSOCKET_SUBSCRIPTION_ID: settings.subscriptionId,
      ZOOM_WEBSOCKET_URL: websocketUrl,
    };
    const { lines } = await diagnose({ ...world, env });
    expect(lines).toContain('✓ Zoom WebSocket: Zoom takes the connection');
    await expect.poll(() => eventSocket.current()?.isOpen() ?? false).toBe(false);
  });

  it('is left alone where a bot has it', async () => {
    const { settings, websocketUrl, eventSocket } = world.zoom;
    const env = {
      ...world.env,
      ZOOM_WEBSOCKET_SUBSCRIPTION_ID: settings.subscriptionId,
      ZOOM_WEBSOCKET_URL: websocketUrl,
    };
    const holder = await startBotProcess(env);
    onTestFinished(() => void holder.stop('SIGKILL'));
    await expect.poll(() => eventSocket.current()?.isOpen() ?? false).toBe(true);
    const connections = eventSocket.history.length;
    const { lines } = await diagnose({ ...world, env: { ...env, PORT: new URL(holder.url).port } });
    expect(lines).toContain('✓ Zoom WebSocket: a running bot has the connection; its /readyz says how it is');
    expect(eventSocket.history).toHaveLength(connections);
  });
});
