import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SlackSim, startSlackSim } from '../../../../sim/slack/slack-sim.ts';
import { openConnection, SOCKET_TIMES } from '../../../../src/slack/socket/connection.ts';
import { wordsOf } from '../../../../src/websocket/words-of-error.ts';

async function startSim(): Promise<SlackSim> {
  const slack = await startSlackSim({ socketMode: true });
  onTestFinished(() => slack.stop());
  return slack;
}

async function urlOf(slack: SlackSim): Promise<string> {
  const headers = { authorization: `Bearer ${slack.settings.appTokens[0]}` };
  const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const { url }: { url: string } = JSON.parse(await answer.text());
  return url;
}

/** A connection from its opening to its end. */
function open(url: string, times = SOCKET_TIMES) {
  const seen: string[] = [];
  const { promise: gone, resolve } = Promise.withResolvers<string>();
  const connection = openConnection(url, times, {
    hello: () => seen.push('hello'),
    envelope: ({ envelope_id: id }) => seen.push(id),
    disconnect: (reason) => seen.push(reason),
    gone: (why) => resolve(wordsOf(why)),
  });
  onTestFinished(() => connection.close());
  return { connection, seen, gone };
}

async function greeted(slack: SlackSim, times = SOCKET_TIMES) {
  const opened = open(await urlOf(slack), times);
  await expect.poll(() => opened.seen).toEqual(['hello']);
  const [socket] = slack.socketMode.sockets();
  if (!socket) throw new Error('there is no socket');
  return { ...opened, socket };
}

describe('a socket says why it is gone', () => {
  it('nothing listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const { gone } = open(`ws://127.0.0.1:${port}/link`);
    expect(await gone).toMatch(/^the WebSocket could not be opened \(ECONNREFUSED connect ECONNREFUSED /);
  });

  it('Slack, or a proxy, answers with something else', async () => {
    const slack = await startSim();
    const { gone } = open(`${slack.apiUrl.replace('http', 'ws')}link?ticket=none`);
    expect(await gone).toBe('the WebSocket could not be opened (HTTP 401)');
  });

  it('the line is reset', async () => {
    const { socket, gone } = await greeted(await startSim());
    socket.reset();
    expect(await gone).toBe('the line broke (ECONNRESET read ECONNRESET)');
  });

  it('the line ends without a word', async () => {
    const { socket, gone } = await greeted(await startSim());
    socket.drop();
    expect(await gone).toBe('the line broke');
  });

  it('Slack closes it', async () => {
    const { socket, gone } = await greeted(await startSim());
    socket.close(1001);
    expect(await gone).toBe('closed with code 1001');
  });

  it('nothing comes any more', async () => {
    const { socket, gone } = await greeted(await startSim(), { ...SOCKET_TIMES, lookEveryMs: 10, deadAfterMs: 100 });
    socket.manners.mute = true;
    expect(await gone).toBe('Slack went silent');
  });

  it('no hello comes', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { gone } = open(`ws://127.0.0.1:${port}/link`, { ...SOCKET_TIMES, greetWithinMs: 100 });
    expect(await gone).toMatch('Slack did not say hello in time');
  });
});

describe('a socket', () => {
  it('is kept while pongs come, however quiet it is', async () => {
    const times = { ...SOCKET_TIMES, lookEveryMs: 10, beatEveryMs: 20, deadAfterMs: 200 };
    const slack = await startSim();
    Object.assign(slack.socketMode.manners, { beatEveryMs: 3_600_000, pongAfterMs: 100 });
    const { socket } = await greeted(slack, times);
    await slack.waitFor(() => socket.pings() > 30);
    expect(socket.isOpen()).toBe(true);
  });

  it('is not blamed for what the process itself slept through', async () => {
    const times = { ...SOCKET_TIMES, lookEveryMs: 10, beatEveryMs: 20, deadAfterMs: 800 };
    const slack = await startSim();
    slack.socketMode.manners.pongAfterMs = null;
    const { socket } = await greeted(slack, times);
    await slack.waitFor(() => socket.pings() > 3);
    socket.manners.pongAfterMs = 0;
    const pings = socket.pings();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
    await slack.waitFor(() => socket.pings() > pings + 2);
    expect(slack.socketMode.sockets()).toEqual([socket]);
  });

  it('is closed in order, and cut where Slack takes no part', async () => {
    const slack = await startSim();
    const polite = await greeted(slack);
    polite.connection.close();
    expect(await polite.gone).toBe('closed by the bot');
    expect(polite.socket.closedByBot()).toBe(1000);
    expect(polite.connection.send({})).toBe(false);

    const { connection, gone, socket } = await greeted(slack, { ...SOCKET_TIMES, closeWithinMs: 50 });
    socket.manners.mute = true;
    connection.close();
    expect(await gone).toBe('closed by the bot');
  });
});
