import { WebSocket } from 'undici';
import { openLine } from './line.ts';

/** How long which silence is borne, in milliseconds. */
export interface SocketTimes {
  /** From the start until the other side greets. */
  readonly greetWithinMs: number;
  /** Beats of ours, which the other side answers. */
  readonly beatEveryMs: number;
  /** How often a look is taken whether anything came. */
  readonly lookEveryMs: number;
  /** Without any byte for so long the socket counts as dead. */
  readonly deadAfterMs: number;
  /** The other side's part of a closing handshake. */
  readonly closeWithinMs: number;
}

/** So many looks are missed only by a process that stood still itself. */
const MISSED_LOOKS = 5;

/** Why a socket is gone. */
export class SocketLost extends Error {
  override readonly name = 'SocketLost';
}

/** Whose socket it is, and what is done with it. */
export interface SocketUse {
  /** The other side's name, for words. */
  readonly peer: string;
  readonly maxMessageBytes: number;
  readonly times: SocketTimes;
  /** Sends what the other side answers. */
  readonly beat: (socket: WebSocket) => void;
  readonly onText: (text: string) => void;
  /** It was answered with a status instead of a WebSocket. */
  readonly onRefused?: (status: number) => void;
  /** Once, and the last of all: closed by either side, or dead. */
  readonly onGone: (why: SocketLost) => void;
}

/** One WebSocket from its opening to its end. */
export interface WatchedSocket {
  /** The other side has greeted: from now on silence counts. */
  greeted(): void;
  /** Whether it was handed to the network. */
  send(text: string): boolean;
  /** Closes in order; cut when the other side does not take part. */
  close(): void;
}

/** Opens a WebSocket. Its own clock says that it is dead: TCP would notice after a quarter of an hour. */
export function openWatchedSocket(url: string, use: SocketUse): WatchedSocket {
  const { peer, times } = use;
  let lastBytes = 0;
  let heardAt = performance.now();
  let lookedAt = heardAt;
  let beatAt = heardAt;
  let opened = false;
  let hasGreeted = false;
  let gone = false;
  let why: SocketLost | null = null;

  const line = openLine({ connectWithinMs: times.greetWithinMs, maxMessageBytes: use.maxMessageBytes });
  const socket = new WebSocket(url, { dispatcher: line.dispatcher });

  function end(reason: SocketLost): void {
    if (gone) return;
    gone = true;
    clearTimeout(greeting);
    clearInterval(looking);
    line.cut();
    use.onGone(why ?? reason);
  }

  const greeting = setTimeout(() => end(new SocketLost(`${peer} did not say hello in time`)), times.greetWithinMs);
  const looking = setInterval(() => {
    const now = performance.now();
    const bytes = line.bytesRead();
    // Who stood still has not yet read what came meanwhile.
    const stoodStill = now - lookedAt > MISSED_LOOKS * times.lookEveryMs;
    if (bytes !== lastBytes || stoodStill) heardAt = now;
    lastBytes = bytes;
    lookedAt = now;
    if (!hasGreeted) return;
    if (now - heardAt > times.deadAfterMs) end(new SocketLost(`${peer} went silent`));
    else if (now - beatAt >= times.beatEveryMs && socket.readyState === WebSocket.OPEN) {
      beatAt = now;
      use.beat(socket);
    }
  }, times.lookEveryMs);

  socket.addEventListener('message', ({ data }) => {
    heardAt = performance.now();
    if (typeof data === 'string' && !gone) use.onText(data);
  });
  socket.addEventListener('open', () => {
    opened = true;
  });
  // What it says is empty: the line knows more.
  socket.addEventListener('error', () => {
    const status = line.refusedStatus();
    if (status !== null && !gone) use.onRefused?.(status);
    const what = opened ? 'the line broke' : 'the WebSocket could not be opened';
    end(new SocketLost(what, { cause: line.trouble() }));
  });
  socket.addEventListener('close', ({ code, reason }) => {
    end(new SocketLost(`closed with code ${code}${reason === '' ? '' : ` (${reason.slice(0, 100)})`}`));
  });

  return {
    greeted() {
      hasGreeted = true;
      clearTimeout(greeting);
    },
    send(text) {
      if (gone || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(text);
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
