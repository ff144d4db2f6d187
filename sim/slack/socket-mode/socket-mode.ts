import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptSocket, type SocketConnection, type SocketManners } from '../../runtime/websocket/socket-connection.ts';
import type { BotAnswer } from '../people/bot-answer.ts';
import type { SlackSettings } from '../slack-context.ts';
import { SLACK_IDS } from '../stores/workspace.ts';
import { type Sending, toAnswer, toEnvelope } from './envelopes.ts';

type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** One socket of the bot, as Slack knows it. */
export interface BotSocket extends SocketConnection {
  /** The app-level token that it was opened with. */
  readonly appToken: string;
  readonly manners: SocketManners;
}

/** Socket Mode: Slack's end of it. */
export interface SocketMode {
  /** Open ones, oldest first. */
  sockets(appToken?: string): readonly BotSocket[];
  /** All that ever were, oldest first. */
  readonly history: readonly BotSocket[];
  /** Every acknowledgement, in the order in which they came, with the socket's number in `history`. */
  readonly acknowledgements: readonly { readonly envelopeId: string; readonly socket: number }[];
  /** Manners of sockets that are still to come. */
  readonly manners: SocketManners;
  /** Envelopes go only to sockets of this token; null: to each in turn. */
  preferred: string | null;
  /** Slack asks for another connection, or ends this one; then it closes the socket itself, a warning excepted. */
  disconnect(reason: DisconnectReason, socket?: BotSocket): void;
  /** An envelope that is not acknowledged after so long is sent once more, to the next socket; null: only when its socket goes. */
  sendAgainAfterMs: number | null;
}

/** Inside of the simulator. */
export interface SocketModeServer extends SocketMode {
  /** A URL for one connection. */
  issueUrl(appToken: string, origin: string): string;
  upgrade(request: IncomingMessage, stream: Duplex): void;
  /** Sends an envelope to one of the sockets and waits for its acknowledgement. Never throws. */
  deliver(form: URLSearchParams): Promise<BotAnswer>;
  stop(): void;
}

/** How long a socket stays after `refresh_requested`; nothing new is sent over it once there is another one. */
const REFRESH_GRACE_MS = 2_000;
const MOST_SOCKETS = 10;

export function createSocketMode(settings: SlackSettings, changed: () => void): SocketModeServer {
  const tickets = new Map<string, string>();
  const history: BotSocket[] = [];
  const leaving = new Set<BotSocket>();
  const pending = new Map<string, Sending & { socket: BotSocket | null }>();
  const acknowledgements: { envelopeId: string; socket: number }[] = [];
  let turn = 0;

  const sockets = (appToken?: string) =>
    history.filter((one) => one.isOpen() && (appToken === undefined || one.appToken === appToken));

  /** Where the next envelope goes. */
  function choose(): BotSocket | null {
    const wanted = sockets(mode.preferred ?? undefined);
    const staying = wanted.filter((one) => !leaving.has(one));
    const among = staying.length > 0 ? staying : wanted;
    turn += 1;
    return among[turn % Math.max(1, among.length)] ?? null;
  }

  function send(entry: Sending & { socket: BotSocket | null }): void {
    const socket = choose();
    entry.socket = socket;
    if (socket === null) return;
    // As with events: what comes once more says so.
    const retry = entry.attempts === 0 ? {} : { retry_attempt: entry.attempts, retry_reason: 'timeout' };
    entry.attempts += 1;
    socket.send({ ...entry.envelope, ...retry });
  }

  function hear(socket: BotSocket, text: string): void {
    const message: { envelope_id?: string; payload?: unknown } = JSON.parse(text);
    const envelopeId = message.envelope_id ?? '';
    acknowledgements.push({ envelopeId, socket: history.indexOf(socket) });
    pending.get(envelopeId)?.answered(message.payload);
    changed();
  }

  /** What was not acknowledged when its socket went goes over another one, as soon as there is any. */
  function sendAgain(): void {
    for (const entry of pending.values()) if (!entry.socket?.isOpen()) send(entry);
  }

  const mode: SocketModeServer = {
    sockets,
    history,
    acknowledgements,
    manners: { pingEveryMs: 2_000, pongAfterMs: 0, mute: false },
    preferred: null,
    sendAgainAfterMs: null,
    issueUrl(appToken, origin) {
      const ticket = randomUUID();
      tickets.set(ticket, appToken);
      return `${origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${SLACK_IDS.app}`;
    },
    upgrade(request, stream) {
      const ticket = new URLSearchParams((request.url ?? '').split('?')[1]).get('ticket') ?? '';
      const appToken = tickets.get(ticket);
      tickets.delete(ticket);
      if (appToken === undefined) {
        stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const manners = { ...mode.manners };
      const connection = acceptSocket(request, stream, manners, {
        message: (text) => hear(socket, text),
        closed() {
          sendAgain();
          changed();
        },
      });
      const socket: BotSocket = { ...connection, appToken, manners };
      const isOneTooMany = sockets().length >= MOST_SOCKETS;
      history.push(socket);
      if (isOneTooMany) {
        mode.disconnect('too_many_websockets', socket);
        return;
      }
      socket.send({
        type: 'hello',
        num_connections: sockets().length,
        connection_info: { app_id: SLACK_IDS.app },
        debug_info: { host: 'applink-sim', build_number: 1, approximate_connection_time: 18_060 },
      });
      sendAgain();
      changed();
    },
    deliver(form) {
      const startedMs = performance.now();
      const envelope = toEnvelope(form, randomUUID());
      return new Promise((resolve) => {
        const finish = (answer: BotAnswer) => {
          clearTimeout(timer);
          clearTimeout(again);
          pending.delete(envelope.envelope_id);
          resolve(answer);
        };
        const entry: Sending & { socket: BotSocket | null } = {
          envelope,
          attempts: 0,
          socket: null,
          answered: (payload) => finish(toAnswer(payload, performance.now() - startedMs)),
        };
        const fail = (failure: 'operation_timeout' | 'dispatch_failed') =>
          finish({ status: null, body: '', contentType: '', ms: performance.now() - startedMs, failure });
        const timer = setTimeout(() => fail('operation_timeout'), settings.ackTimeoutMs);
        const { sendAgainAfterMs } = mode;
        const again = sendAgainAfterMs === null ? undefined : setTimeout(() => send(entry), sendAgainAfterMs);
        pending.set(envelope.envelope_id, entry);
        send(entry);
        if (entry.socket === null) fail('dispatch_failed');
      });
    },
    disconnect(reason, chosen) {
      for (const socket of chosen ? [chosen] : sockets()) {
        socket.send({ type: 'disconnect', reason, debug_info: { host: 'applink-sim' } });
        if (reason === 'warning') continue;
        leaving.add(socket);
        if (reason === 'refresh_requested') setTimeout(() => socket.close(1000), REFRESH_GRACE_MS).unref();
        else socket.close(1000);
      }
    },
    stop() {
      for (const socket of sockets()) socket.drop();
    },
  };
  return mode;
}
