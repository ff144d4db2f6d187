import { ping, WebSocket } from 'undici';
import { openLine } from '../../websocket/line.ts';
import { type Envelope, readMessage } from './wire.ts';

/** How long which silence is borne, in milliseconds. */
export interface SocketTimes {
  /** From the start until Slack says hello. */
  readonly helloWithinMs: number;
  /** Pings of ours, which Slack answers. */
  readonly pingEveryMs: number;
  /** How often a look is taken whether anything came. */
  readonly lookEveryMs: number;
  /** Without any byte for so long the socket counts as dead. Slack's pongs have come seven seconds late. */
  readonly deadAfterMs: number;
  /** Slack's part of a closing handshake. */
  readonly closeWithinMs: number;
}

export const SOCKET_TIMES: SocketTimes = {
  helloWithinMs: 10_000,
  pingEveryMs: 5_000,
  lookEveryMs: 1_000,
  deadAfterMs: 15_000,
  closeWithinMs: 1_000,
};

/** More than any interaction's payload. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** So many looks are missed only by a process that stood still itself. */
const MISSED_LOOKS = 5;

/** Why a socket is gone. */
export class SocketLost extends Error {
  override readonly name = 'SocketLost';
}

/** What comes over a socket. */
export interface SocketEvents {
  /** Slack is there: from now on envelopes come. */
  hello(numberOfConnections: number | undefined): void;
  envelope(envelope: Envelope): void;
  /** Slack asks for another connection, or ends this one. */
  disconnect(reason: string): void;
  /** Once, and the last of all: closed by either side, or dead. */
  gone(why: SocketLost): void;
}

/** One WebSocket to Slack, from its opening to its end. */
export interface SocketConnection {
  /** Whether it was handed to the network. */
  send(message: object): boolean;
  /** Closes in order, so that Slack sends elsewhere; cut when Slack does not take part. */
  close(): void;
}

/** Opens a WebSocket. Its own clock says that it is dead: TCP would notice after a quarter of an hour. */
export function openConnection(url: string, times: SocketTimes, on: SocketEvents): SocketConnection {
  let lastBytes = 0;
  let heardAt = performance.now();
  let lookedAt = heardAt;
  let pingedAt = 0;
  let opened = false;
  let greeted = false;
  let gone = false;
  let why: SocketLost | null = null;

  const line = openLine({ connectWithinMs: times.helloWithinMs, maxMessageBytes: MAX_MESSAGE_BYTES });
  const socket = new WebSocket(url, { dispatcher: line.dispatcher });

  function end(reason: SocketLost): void {
    if (gone) return;
    gone = true;
    clearTimeout(greeting);
    clearInterval(beat);
    line.cut();
    on.gone(why ?? reason);
  }

  function listen(text: string): void {
    const message = readMessage(text);
    if (message === null || gone) return;
    if (message.type === 'hello') {
      greeted = true;
      clearTimeout(greeting);
      on.hello(message.num_connections);
    } else if (message.type === 'disconnect') {
      on.disconnect(message.reason);
    } else {
      on.envelope(message);
    }
  }

  const greeting = setTimeout(() => end(new SocketLost('Slack did not say hello in time')), times.helloWithinMs);
  const beat = setInterval(() => {
    const now = performance.now();
    const bytes = line.bytesRead();
    // Who stood still has not yet read what came meanwhile.
    const stoodStill = now - lookedAt > MISSED_LOOKS * times.lookEveryMs;
    if (bytes !== lastBytes || stoodStill) heardAt = now;
    lastBytes = bytes;
    lookedAt = now;
    if (!greeted) return;
    if (now - heardAt > times.deadAfterMs) end(new SocketLost('Slack went silent'));
    else if (now - pingedAt >= times.pingEveryMs && socket.readyState === WebSocket.OPEN) {
      pingedAt = now;
      ping(socket);
    }
  }, times.lookEveryMs);

  socket.addEventListener('message', ({ data }) => {
    heardAt = performance.now();
    if (typeof data === 'string') listen(data);
  });
  socket.addEventListener('open', () => {
    opened = true;
  });
  // What it says is empty: the line knows more.
  socket.addEventListener('error', () => {
    const what = opened ? 'the line broke' : 'the WebSocket could not be opened';
    end(new SocketLost(what, { cause: line.trouble() }));
  });
  socket.addEventListener('close', ({ code, reason }) => {
    end(new SocketLost(`closed with code ${code}${reason === '' ? '' : ` (${reason.slice(0, 100)})`}`));
  });

  return {
    send(message) {
      if (gone || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    close() {
      if (gone) return;
      why ??= new SocketLost('closed by the bot');
      socket.close(1000);
      setTimeout(() => end(new SocketLost('closed by the bot')), times.closeWithinMs);
    },
  };
}
