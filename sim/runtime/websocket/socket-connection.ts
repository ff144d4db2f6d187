import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { encodeFrame, OPCODE, takeFrame } from './frames.ts';

const HANDSHAKE_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** How a server's end of a socket behaves; live. */
export interface SocketManners {
  /** Pings of the server come so often. */
  pingEveryMs: number;
  /** A pong follows its ping after so long; null: never. */
  pongAfterMs: number | null;
  /** Sends nothing any more, not even its part of a closing handshake, and reads nothing. */
  mute: boolean;
}

/** A server's end of one WebSocket. */
export interface SocketConnection {
  /** Whether anything can still be sent. */
  readonly isOpen: () => boolean;
  /** Pings that came from the bot. */
  readonly pings: () => number;
  /** How the bot closed it: the code of its close frame; null when it did not. */
  readonly closedByBot: () => number | null;
  send(message: object): void;
  /** Bytes as they are, to be taken for frames or not. */
  sendRaw(bytes: Buffer): void;
  /** A closing handshake. */
  close(code: number): void;
  /** The TCP connection ends without a word of the WebSocket. */
  drop(): void;
  /** The TCP connection is reset, as by a router that has forgotten it. */
  reset(): void;
}

/** Answers an upgrade and speaks RFC 6455 from then on. */
export function acceptSocket(
  request: IncomingMessage,
  stream: Duplex,
  manners: SocketManners,
  on: { message(text: string): void; closed(): void },
): SocketConnection {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}${HANDSHAKE_SUFFIX}`)
    .digest('base64');
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let open = true;
  let closing = false;
  let pings = 0;
  let closeCode: number | null = null;
  let waiting: Buffer = Buffer.alloc(0);

  function write(bytes: Buffer): void {
    if (open && !manners.mute && stream.writable) stream.write(bytes);
  }

  function read(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.text) on.message(payload.toString());
    if (opcode === OPCODE.ping) {
      pings += 1;
      const { pongAfterMs } = manners;
      if (pongAfterMs === 0) write(encodeFrame(OPCODE.pong, payload));
      else if (pongAfterMs !== null) setTimeout(() => write(encodeFrame(OPCODE.pong, payload)), pongAfterMs).unref();
    }
    if (opcode === OPCODE.close) {
      closeCode = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
      write(encodeFrame(OPCODE.close, payload));
      stream.end();
      end();
    }
  }

  function end(): void {
    if (!open) return;
    open = false;
    clearInterval(pinging);
    on.closed();
  }

  const pinging = setInterval(() => write(encodeFrame(OPCODE.ping, Buffer.from('sim'))), manners.pingEveryMs);
  pinging.unref();
  stream.on('data', (chunk: Buffer) => {
    if (manners.mute) return;
    waiting = Buffer.concat([waiting, chunk]);
    for (let taken = takeFrame(waiting); taken; taken = takeFrame(waiting)) {
      waiting = taken.rest;
      read(taken.frame.opcode, taken.frame.payload);
    }
  });
  stream.on('error', () => stream.destroy());
  stream.on('close', end);

  return {
    isOpen: () => open && !closing,
    pings: () => pings,
    closedByBot: () => closeCode,
    send: (message) => write(encodeFrame(OPCODE.text, Buffer.from(JSON.stringify(message)))),
    sendRaw: write,
    close(code) {
      const payload = Buffer.alloc(2);
      payload.writeUInt16BE(code);
      write(encodeFrame(OPCODE.close, payload));
      closing = true;
    },
    drop() {
      stream.destroy();
      end();
    },
    reset() {
      if (stream instanceof Socket) stream.resetAndDestroy();
      end();
    },
  };
}
