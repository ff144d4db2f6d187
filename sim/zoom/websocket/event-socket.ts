import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptSocket, type SocketConnection, type SocketManners } from '../../runtime/websocket/socket-connection.ts';
import type { ZoomSettings } from '../settings.ts';

/** One connection of a bot, as Zoom knows it. */
export interface EventConnection extends SocketConnection {
  readonly token: string;
  readonly manners: SocketManners;
  /** Heartbeats that came. */
  readonly heartbeats: () => number;
}

/** Zoom's end of the WebSocket that events come over. */
export interface EventSocket {
  /** The one that events go to; null while there is none. */
  current(): EventConnection | null;
  /** All that ever were, those that were refused among them, oldest first. */
  readonly history: readonly EventConnection[];
  /** Events that nobody was there for, or whose token was dead: Zoom sends none of them again. */
  lost(): number;
  /** Sends an event now, or never. Returns whether there was a connection for it. */
  send(event: object): boolean;
}

/** Inside of the simulator. */
export interface EventSocketServer extends EventSocket {
  upgrade(request: IncomingMessage, stream: Duplex): void;
  stop(): void;
}

const LOOK_EVERY_MS = 50;
/** Zoom sends no pings of the protocol. */
const NEVER_MS = 2_000_000_000;

/** @param isTokenDead whether a token of this account is one no more */
export function createEventSocket(settings: ZoomSettings, isTokenDead: (token: string) => boolean): EventSocketServer {
  const history: EventConnection[] = [];
  const told = new Set<EventConnection>();
  let chosen: EventConnection | null = null;
  let lost = 0;

  const current = () => (chosen?.isOpen() ? chosen : null);

  /** Said once; the connection stays, and nothing comes over it any more. */
  function tellDead(connection: EventConnection, module: string): void {
    if (told.has(connection)) return;
    told.add(connection);
    connection.send({ module, success: false, content: settings.deadTokenWords });
  }

  const looking = setInterval(() => {
    const connection = current();
    if (connection && isTokenDead(connection.token)) tellDead(connection, 'message');
  }, LOOK_EVERY_MS);
  looking.unref();

  function hear(connection: EventConnection, text: string, beat: () => void): void {
    const { module }: { module?: unknown } = JSON.parse(text);
    if (module !== 'heartbeat') return;
    beat();
    if (isTokenDead(connection.token)) tellDead(connection, 'heartbeat');
    else connection.send({ module: 'heartbeat', success: true, content: '' });
  }

  return {
    current,
    history,
    lost: () => lost,
    send(event) {
      const connection = current();
      // What an event is, is said in a string.
      if (connection && !isTokenDead(connection.token)) {
        connection.send({ module: 'message', content: JSON.stringify(event) });
        return true;
      }
      lost += 1;
      return false;
    },
    upgrade(request, stream) {
      const [path, query] = (request.url ?? '').split('?');
      if (path !== '/ws') {
        stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const asked = new URLSearchParams(query);
      const token = asked.get('access_token') ?? '';
      const manners = { pingEveryMs: NEVER_MS, pongAfterMs: null, mute: false };
      let heartbeats = 0;
      const accepted = acceptSocket(request, stream, manners, {
        message: (text) =>
          hear(connection, text, () => {
            heartbeats += 1;
          }),
        closed: () => undefined,
      });
      const connection: EventConnection = { ...accepted, token, manners, heartbeats: () => heartbeats };
      history.push(connection);
      const isUnknown = asked.get('subscriptionId') !== settings.subscriptionId;
      if (isUnknown || isTokenDead(token)) {
        const content = isUnknown ? 'Invalid subscription' : settings.deadTokenWords;
        connection.send({ module: 'build_connection', success: false, content });
        connection.close(1000);
        return;
      }
      const before = current();
      chosen = connection;
      connection.send({ module: 'build_connection', success: true, content: 'success' });
      // One connection for each subscription: the new one stays.
      before?.close(1000);
    },
    stop() {
      clearInterval(looking);
      for (const connection of history) connection.drop();
    },
  };
}
