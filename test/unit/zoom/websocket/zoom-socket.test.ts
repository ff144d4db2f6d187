import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SocketLost } from '../../../../src/websocket/watched-socket.ts';
import type { ConnectionEvents } from '../../../../src/zoom/websocket/connection.ts';
import type { Holder, Lease } from '../../../../src/zoom/websocket/lease.ts';
import { createPauses } from '../../../../src/zoom/websocket/pauses.ts';
import { createZoomSocket } from '../../../../src/zoom/websocket/zoom-socket.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const settled = () => new Promise(setImmediate);
const TOKEN_EVERY_MS = 1_000;

/** A lease that is held from the start, until the test takes it away. */
function createTestLease() {
  let holder: Holder = 'us';
  const lost = new AbortController();
  const lease: Lease = {
    holder: () => holder,
    run: (work, stopping) => work(AbortSignal.any([stopping, lost.signal])),
  };
  return {
    lease,
    lose() {
      holder = 'another';
      lost.abort();
    },
  };
}

/** The loop with connections, tokens and pauses that the test has in hand. */
function zoomSocket() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const logger = createQuietLogger();
  const connections: (ConnectionEvents & { token: string; closed: boolean })[] = [];
  const pauses: { ms: number; end: () => void }[] = [];
  const events: string[] = [];
  const received: string[] = [];
  const tokens = { current: 'token-1', renewals: 0, fails: false };
  const clock = createManualClock();
  const diesAtMs = clock.now() + 60_000;
  const { lease, lose } = createTestLease();
  let sweeps = 0;
  const socket = createZoomSocket({
    lease,
    tokens: {
      async get() {
        if (tokens.fails) throw new Error('Zoom gives no token');
        return tokens.current;
      },
      async renew(refused) {
        tokens.renewals += 1;
        if (refused === tokens.current) tokens.current = `token-${tokens.renewals + 1}`;
        return tokens.current;
      },
      refreshAtMs: () => diesAtMs,
    },
    connect(token, on) {
      const connection = { ...on, token, closed: false };
      connections.push(connection);
      return {
        close() {
          connection.closed = true;
          on.gone(new SocketLost('closed by the bot'));
        },
      };
    },
    inbox: { add: (text) => received.push(text), stop: async () => undefined },
    onGap: () => {
      sweeps += 1;
    },
    onEvent: (event) => events.push(event),
    clock,
    random: () => 1,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        pauses.push({ ms, end: resolve });
      }),
    logger,
    tokenEveryMs: TOKEN_EVERY_MS,
  });
  return {
    socket,
    logger,
    connections,
    pauses,
    events,
    received,
    tokens,
    clock,
    lose,
    sweeps: () => sweeps,
    async stands() {
      await settled();
      connections.at(-1)?.connected();
    },
    async pass() {
      for (const { end } of pauses.splice(0)) end();
      await settled();
    },
  };
}

describe("Zoom's WebSocket", () => {
  it('is not ready before the connection stands; then what was missed is looked for, and events come', async () => {
    const { socket, stands, sweeps, connections, received } = zoomSocket();
    socket.start();
    await expect(socket.check()).rejects.toThrow('no WebSocket to Zoom: not connected yet');
    await stands();
    await expect(socket.check()).resolves.toBeUndefined();
    expect(sweeps()).toBe(1);
    connections[0]?.event('{"event":"x"}');
    expect(received).toEqual(['{"event":"x"}']);
  });

  it('opens another one when it is gone, says why, and looks again for what was missed', async () => {
    const { socket, stands, sweeps, connections, pass, pauses, logger, events } = zoomSocket();
    socket.start();
    await stands();
    connections[0]?.gone(new SocketLost('closed with code 1000'));
    await settled();
    await expect(socket.check()).rejects.toThrow('no WebSocket to Zoom: closed with code 1000');
    expect(pauses.map(({ ms }) => ms)).toEqual([1_000]);
    await pass();
    await stands();
    expect(connections).toHaveLength(2);
    expect(sweeps()).toBe(2);
    expect(events).toEqual(['connected', 'lost', 'connected']);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('takes another token at once when Zoom does not know this one, and then with pauses', async () => {
    const { socket, stands, connections, pauses, pass, tokens } = zoomSocket();
    socket.start();
    await stands();
    connections[0]?.refused('Invalid Token', true);
    await settled();
    expect(pauses.map(({ ms }) => ms)).toEqual([0]);
    await pass();
    expect(connections.map(({ token }) => token)).toEqual(['token-1', 'token-2']);
    expect(connections[0]?.closed).toBe(true);
    connections[1]?.refused('Token is invalid', true);
    await settled();
    expect(pauses.map(({ ms }) => ms)).toEqual([2_000]);
    await pass();
    expect(connections.map(({ token }) => token)).toEqual(['token-1', 'token-2', 'token-3']);
    expect(tokens.renewals).toBe(2);
  });

  it('connects with another token before this one dies, while the old connection still serves', async () => {
    const { socket, stands, connections, pass, tokens, clock, events, received, sweeps } = zoomSocket();
    socket.start();
    await stands();
    // Somebody else needed another one: this one lives on.
    tokens.current = 'token-9';
    vi.advanceTimersByTime(TOKEN_EVERY_MS);
    await settled();
    expect(events).toEqual(['connected']);
    clock.advance(60_000);
    vi.advanceTimersByTime(TOKEN_EVERY_MS);
    await settled();
    await pass();
    expect(connections.map(({ token, closed }) => ({ token, closed }))).toEqual([
      { token: 'token-1', closed: false },
      { token: 'token-9', closed: false },
    ]);
    expect(socket.isConnected()).toBe(true);
    await stands();
    // What Zoom sent before it closes the old one is on its way.
    connections[0]?.event('late');
    expect(received).toEqual(['late']);
    await pass();
    expect(connections.map(({ closed }) => closed)).toEqual([true, false]);
    expect(events).toEqual(['connected', 'replaced', 'connected']);
    expect(socket.isConnected()).toBe(true);
    // There was no gap to look into.
    expect(sweeps()).toBe(1);
  });

  it('tries again when Zoom gives no token', async () => {
    const { socket, stands, pauses, pass, tokens } = zoomSocket();
    tokens.fails = true;
    socket.start();
    await settled();
    await expect(socket.check()).rejects.toThrow('no WebSocket to Zoom: no token: Zoom gives no token');
    expect(pauses).toHaveLength(1);
    tokens.fails = false;
    await pass();
    await stands();
    expect(socket.isConnected()).toBe(true);
  });

  it('says the same trouble once', async () => {
    const { socket, connections, pass, logger, events } = zoomSocket();
    socket.start();
    for (let turn = 0; turn < 5; turn += 1) {
      await settled();
      connections.at(-1)?.gone(new SocketLost('the WebSocket could not be opened'));
      await settled();
      await pass();
    }
    expect(events).toEqual(Array(5).fill('failed'));
    expect(logger.lines).toHaveLength(1);
  });

  it('leaves it to a process that holds the lease, and is ready without it', async () => {
    const { socket, stands, connections, lose } = zoomSocket();
    socket.start();
    await stands();
    lose();
    await settled();
    expect(connections[0]?.closed).toBe(true);
    expect(socket.isConnected()).toBe(false);
    await expect(socket.check()).resolves.toBeUndefined();
    expect(connections).toHaveLength(1);
  });

  it('is closed when the bot stops, and opened no more', async () => {
    const { socket, stands, connections } = zoomSocket();
    socket.start();
    await stands();
    await socket.stop();
    expect(connections.map(({ closed }) => closed)).toEqual([true]);
  });
});

describe('the pauses between connections', () => {
  it('grow to half a minute, and begin anew after a connection that was good', () => {
    const pauses = createPauses(() => 1);
    const lost = { kind: 'lost', reason: '' } as const;
    const ms = Array.from({ length: 8 }, () => pauses.next(lost, 0));
    expect(ms).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(pauses.next(lost, 29_999)).toBe(30_000);
    expect(pauses.next(lost, 30_000)).toBe(1_000);
  });
});
