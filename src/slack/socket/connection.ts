import { ping } from 'undici';
import { openWatchedSocket, type SocketLost, type SocketTimes } from '../../websocket/watched-socket.ts';
import { type Envelope, readMessage } from './wire.ts';

/** Slack's pongs have come seven seconds late. */
export const SOCKET_TIMES: SocketTimes = {
  greetWithinMs: 10_000,
  beatEveryMs: 5_000,
  lookEveryMs: 1_000,
  deadAfterMs: 15_000,
  closeWithinMs: 1_000,
};

/** More than any interaction's payload. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

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

export function openConnection(url: string, times: SocketTimes, on: SocketEvents): SocketConnection {
  const socket = openWatchedSocket(url, {
    ...{ peer: 'Slack', maxMessageBytes: MAX_MESSAGE_BYTES, times, beat: ping },
    onText(text) {
      const message = readMessage(text);
      if (message === null) return;
      if (message.type === 'hello') {
        socket.greeted();
        on.hello(message.num_connections);
      } else if (message.type === 'disconnect') {
        on.disconnect(message.reason);
      } else {
        on.envelope(message);
      }
    },
    onGone: (why) => on.gone(why),
  });
  return { send: (message) => socket.send(JSON.stringify(message)), close: () => socket.close() };
}
