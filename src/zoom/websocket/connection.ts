import { WebSocket } from 'undici';
import { openLine } from '../../websocket/line.ts';
import { HEARTBEAT, readFrame } from './wire.ts';

/** How long which silence is borne, in milliseconds. */
export interface SocketTimes {
  /** From the start until Zoom says that the connection stands. */
  readonly openWithinMs: number;
  readonly heartbeatEveryMs: number;
  /** How often a look is taken whether anything came. */
  readonly lookEveryMs: number;
  /** Without any byte for so long, two heartbeats among it, the connection counts as dead. */
  readonly deadAfterMs: number;
  /** Zoom's part of a closing handshake. */
  readonly closeWithinMs: number;
}

export const SOCKET_TIMES: SocketTimes = {
  openWithinMs: 10_000,
  heartbeatEveryMs: 30_000,
  lookEveryMs: 1_000,
  deadAfterMs: 75_000,
  closeWithinMs: 1_000,
};

/** As much as a webhook's body may have. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** So many looks are missed only by a process that stood still itself. */
const MISSED_LOOKS = 5;

/** Why a connection is gone. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** What comes over a connection. */
export interface ConnectionEvents {
  /** It stands: from now on events come. */
  connected(): void;
  /** @param text JSON, as a webhook's body is */
  event(text: string): void;
  /** Zoom does not want the token, or refuses for another reason. */
  refused(said: string, isTokenDead: boolean): void;
  /** Once, and the last of all: closed by either side, or dead. */
  gone(why: ConnectionLost): void;
}

/** One WebSocket to Zoom, from its opening to its end. */
export interface Connection {
  /** Closes in order; cut when Zoom does not take part. */
  close(): void;
}

/** Opens a WebSocket. Zoom answers no pings: it is the heartbeats' echo, or an event, that says that somebody is there. */
export function openConnection(url: string, times: SocketTimes, on: ConnectionEvents): Connection {
  let lastBytes = 0;
  let heardAt = performance.now();
  let lookedAt = heardAt;
  let beatAt = heardAt;
  let opened = false;
  let stands = false;
  let gone = false;
  let why: ConnectionLost | null = null;

  const line = openLine({ connectWithinMs: times.openWithinMs, maxMessageBytes: MAX_MESSAGE_BYTES });
  const socket = new WebSocket(url, { dispatcher: line.dispatcher });

  function end(reason: ConnectionLost): void {
    if (gone) return;
    gone = true;
    clearTimeout(opening);
    clearInterval(beat);
    line.cut();
    on.gone(why ?? reason);
  }

  function listen(text: string): void {
    const frame = gone ? null : readFrame(text);
    if (frame?.kind === 'event') on.event(frame.text);
    else if (frame?.kind === 'token-dead') on.refused(frame.said, true);
    else if (frame?.kind === 'refused') on.refused(frame.said, false);
    else if (frame?.kind === 'connected' && !stands) {
      stands = true;
      clearTimeout(opening);
      on.connected();
    }
  }

  const opening = setTimeout(() => end(new ConnectionLost('Zoom did not connect in time')), times.openWithinMs);
  const beat = setInterval(() => {
    const now = performance.now();
    const bytes = line.bytesRead();
    // Who stood still has not yet read what came meanwhile.
    const stoodStill = now - lookedAt > MISSED_LOOKS * times.lookEveryMs;
    if (bytes !== lastBytes || stoodStill) heardAt = now;
    lastBytes = bytes;
    lookedAt = now;
    if (!stands) return;
    if (now - heardAt > times.deadAfterMs) end(new ConnectionLost('Zoom went silent'));
    else if (now - beatAt >= times.heartbeatEveryMs && socket.readyState === WebSocket.OPEN) {
      beatAt = now;
      socket.send(HEARTBEAT);
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
    if (line.refusedStatus() === 401) on.refused('HTTP 401', true);
    const what = opened ? 'the line broke' : 'the WebSocket could not be opened';
    end(new ConnectionLost(what, { cause: line.trouble() }));
  });
  socket.addEventListener('close', ({ code, reason }) => {
    end(new ConnectionLost(`closed with code ${code}${reason === '' ? '' : ` (${reason.slice(0, 100)})`}`));
  });

  return {
    close() {
      if (gone) return;
      why ??= new ConnectionLost('closed by the bot');
      socket.close(1000);
      setTimeout(() => end(new ConnectionLost('closed by the bot')), times.closeWithinMs);
    },
  };
}
