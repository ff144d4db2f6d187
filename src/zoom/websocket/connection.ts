import { openWatchedSocket, type SocketLost, type SocketTimes } from '../../websocket/watched-socket.ts';
import { HEARTBEAT, readFrame } from './wire.ts';

/** Zoom answers no pings: it is the heartbeats' echo, two of them before it counts as dead, or an event, that says that somebody is there. */
export const SOCKET_TIMES: SocketTimes = {
  greetWithinMs: 10_000,
  beatEveryMs: 30_000,
  lookEveryMs: 1_000,
  deadAfterMs: 75_000,
  closeWithinMs: 1_000,
};

/** As much as a webhook's body may have. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** What comes over a connection. */
export interface ConnectionEvents {
  /** It stands: from now on events come. */
  connected(): void;
  /** @param text JSON, as a webhook's body is */
  event(text: string): void;
  /** Zoom does not want the token, or refuses for another reason. */
  refused(said: string, isTokenDead: boolean): void;
  /** Once, and the last of all: closed by either side, or dead. */
  gone(why: SocketLost): void;
}

/** One WebSocket to Zoom, from its opening to its end. */
export interface Connection {
  /** Closes in order; cut when Zoom does not take part. */
  close(): void;
}

export function openConnection(url: string, times: SocketTimes, on: ConnectionEvents): Connection {
  let stands = false;
  const socket = openWatchedSocket(url, {
    ...{ peer: 'Zoom', maxMessageBytes: MAX_MESSAGE_BYTES, times },
    beat: (own) => own.send(HEARTBEAT),
    onText(text) {
      const frame = readFrame(text);
      if (frame?.kind === 'event') on.event(frame.text);
      else if (frame?.kind === 'token-dead') on.refused(frame.said, true);
      else if (frame?.kind === 'refused') on.refused(frame.said, false);
      else if (frame?.kind === 'connected' && !stands) {
        stands = true;
        socket.greeted();
        on.connected();
      }
    },
    onRefused(status) {
      if (status === 401) on.refused('HTTP 401', true);
    },
    onGone: (why) => on.gone(why),
  });
  return { close: () => socket.close() };
}
