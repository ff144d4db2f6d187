import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { SocketEvents } from '../../../../src/slack/socket/connection.ts';
import { createPauses } from '../../../../src/slack/socket/pauses.ts';
import { createSocketMode } from '../../../../src/slack/socket/socket-mode.ts';
import { openTrouble, toTrouble } from '../../../../src/slack/socket/trouble.ts';
import { SocketLost } from '../../../../src/websocket/watched-socket.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const refused = (error: string) => new WebAPIPlatformError({ ok: false, error });
const unreachable = () =>
  new WebAPIRequestError(
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' }),
    }),
  );

const settled = () => new Promise(setImmediate);

/** Socket Mode whose sockets and pauses the test has in hand. */
function socketMode(openUrl: () => Promise<string> = async () => 'wss://slack.example/link') {
  const logger = createQuietLogger();
  const sockets: (SocketEvents & { closed: boolean })[] = [];
  const pauses: { ms: number; end: () => void }[] = [];
  const events: string[] = [];
  let inHand = 0;
  const mode = createSocketMode({
    openUrl,
    connect(_, on) {
      const socket = { ...on, closed: false };
      sockets.push(socket);
      return {
        send: () => !socket.closed,
        close() {
          socket.closed = true;
          on.gone(new SocketLost('closed by the bot'));
        },
      };
    },
    desk: { receive: () => undefined, unacknowledged: () => inHand },
    onEvent: (event) => events.push(event),
    random: () => 1,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        pauses.push({ ms, end: resolve });
      }),
    logger,
  });
  return {
    mode,
    logger,
    sockets,
    pauses,
    events,
    holdInHand: (count: number) => {
      inHand = count;
    },
    async hello() {
      await settled();
      sockets.at(-1)?.hello(1);
    },
    async pass() {
      pauses.at(-1)?.end();
      await settled();
    },
  };
}

describe('Socket Mode', () => {
  it('is not ready before Slack has said hello', async () => {
    const { mode, hello, sockets } = socketMode();
    mode.start();
    await settled();
    expect(sockets).toHaveLength(1);
    await expect(mode.check()).rejects.toThrow('no socket to Slack: not connected yet');
    await hello();
    await expect(mode.check()).resolves.toBeUndefined();
  });

  it('opens the next socket before it closes the one that Slack wants back', async () => {
    const { mode, hello, sockets, pass, pauses } = socketMode();
    mode.start();
    await hello();
    sockets[0]?.disconnect('warning');
    await settled();
    expect(pauses.map(({ ms }) => ms)).toEqual([0]);
    await pass();
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.closed).toBe(false);
    expect(mode.isConnected()).toBe(true);
    await hello();
    await settled();
    expect(sockets[0]?.closed).toBe(true);
    expect(mode.isConnected()).toBe(true);
  });

  it('says once what is wrong, with the cause at the bottom, and pauses for half a minute at most', async () => {
    const { mode, pass, pauses, logger } = socketMode(() => Promise.reject(unreachable()));
    mode.start();
    for (let time = 0; time < 9; time += 1) {
      await settled();
      await pass();
    }
    expect(pauses.slice(0, 8).map(({ ms }) => ms)).toEqual([1, 2, 4, 8, 16, 30, 30, 30].map((s) => s * 1_000));
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toMatchObject({
      level: 'warn',
      fields: {
        reason: 'apps.connections.open: no answer (ECONNREFUSED connect ECONNREFUSED 10.0.0.1:443)',
      },
    });
    await expect(mode.check()).rejects.toThrow('ECONNREFUSED');
  });

  it('tries once a minute while Slack refuses, and serves again once it does not', async () => {
    let answer: () => Promise<string> = () => Promise.reject(refused('invalid_auth'));
    const { mode, pass, pauses, logger, hello, events } = socketMode(() => answer());
    mode.start();
    await settled();
    await pass();
    await pass();
    expect(pauses.map(({ ms }) => ms)).toEqual([60_000, 60_000, 60_000]);
    expect(logger.lines.map(({ level }) => level)).toEqual(['error']);
    answer = async () => 'wss://slack.example/link';
    await pass();
    await hello();
    expect(mode.isConnected()).toBe(true);
    expect(events).toEqual(['refused', 'refused', 'refused', 'connected']);
  });

  it('closes its sockets when it stops, not before what is in hand is acknowledged', async () => {
    const { mode, hello, sockets, holdInHand, pass } = socketMode();
    mode.start();
    await hello();
    holdInHand(1);
    const stopped = mode.stop();
    await settled();
    expect(sockets[0]?.closed).toBe(false);
    holdInHand(0);
    await pass();
    await stopped;
    expect(sockets[0]?.closed).toBe(true);
    expect(mode.isConnected()).toBe(false);
    expect(sockets).toHaveLength(1);
  });
});

describe('what Slack says', () => {
  it.each([
    ['warning', 'replaced'],
    ['refresh_requested', 'replaced'],
    ['too_many_websockets', 'failed'],
    ['link_disabled', 'refused'],
    ['something new', 'lost'],
  ])('disconnect %s means %s', (reason, kind) => {
    expect(toTrouble(reason).kind).toBe(kind);
  });

  it.each([
    ['invalid_auth', refused('invalid_auth'), 'refused'],
    ['not_allowed_token_type', refused('not_allowed_token_type'), 'refused'],
    ['internal_error', refused('internal_error'), 'failed'],
    ['HTTP 503', new WebAPIHTTPError(503, 'Unavailable', {}), 'failed'],
    ['nothing', unreachable(), 'failed'],
  ])('to apps.connections.open: %s', (_, error, kind) => {
    expect(openTrouble(error).kind).toBe(kind);
  });
});

describe('pauses', () => {
  const lost = { kind: 'lost', reason: '' } as const;

  it('grow while sockets die young, and begin anew after one that lived', () => {
    const { next } = createPauses(() => 1);
    expect([next(lost, 500), next(lost, 500), next(lost, 500)]).toEqual([1_000, 2_000, 4_000]);
    expect(next(lost, 60_000)).toBe(1_000);
  });

  it('do not let a Slack be hammered that wants each socket back at once', () => {
    const { next } = createPauses(() => 1);
    const replaced = { kind: 'replaced', reason: 'refresh_requested' } as const;
    expect([next(replaced, 60_000), next(replaced, 100), next(replaced, 100)]).toEqual([0, 2_000, 4_000]);
  });

  it('are as long as Slack asks for, a minute at most', () => {
    const { next } = createPauses(() => 1);
    expect(next({ kind: 'failed', reason: '', pauseMs: 20_000 }, 0)).toBe(20_000);
    expect(next({ kind: 'failed', reason: '', pauseMs: 3_600_000 }, 0)).toBe(60_000);
  });
});
