import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { newRequestId, signWebhook } from './send-webhook.ts';

interface BurstResult {
  readonly perSecond: number;
  readonly slowestMs: number;
  /** 99 of 100 answers came within. */
  readonly p99Ms: number;
  /** By status. */
  readonly answers: ReadonlyMap<string, number>;
}

/** A signed event as bytes on the wire; every call makes another copy of it, with a request id of its own. */
export function toWebhookRequest(body: Buffer, secret: string): Buffer {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const head = [
    'POST /zoom/events HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json; charset=utf-8',
    `content-length: ${body.length}`,
    `x-zm-request-timestamp: ${timestamp}`,
    `x-zm-signature: ${signWebhook(secret, timestamp, body)}`,
    `x-zm-request-id: ${newRequestId()}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

/**
 * Sends requests that were written beforehand, over so many connections at once, each with one request under way.
 * Bare sockets: an HTTP client would take more of the machine than the server that is measured.
 */
export async function sendBurst(port: number, requests: readonly Buffer[], connections: number): Promise<BurstResult> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const answers = new Map<string, number>();
  let next = 0;
  const tookMs: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const sentAt = performance.now();
        const status = await exchange(socket, request);
        tookMs.push(performance.now() - sentAt);
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const socket of sockets) socket.destroy();
  tookMs.sort((one, other) => one - other);
  const p99Ms = tookMs[Math.ceil(tookMs.length * 0.99) - 1] ?? 0;
  return { perSecond: requests.length / seconds, slowestMs: tookMs.at(-1) ?? 0, p99Ms, answers };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** The status of the answer. Answers are short: head and body arrive together or shortly after one another. */
function exchange(socket: Socket, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onClose = () => reject(new Error(`the connection was closed after ${JSON.stringify(text)}`));
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const bodyAt = text.indexOf('\r\n\r\n') + 4;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (bodyAt < 4 || !(text.length >= bodyAt + length)) return;
      socket.off('data', onData).off('close', onClose);
      resolve(text.slice(9, 12));
    };
    socket.on('data', onData).on('close', onClose).write(request);
  });
}
