import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { AppError, type Failure } from '../../../src/errors.ts';
import type { Sleep } from '../../../src/runtime/sleep.ts';
import type { Kv } from '../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import type { CallContext } from '../../../src/webinar/call-owner.ts';
import { createZoomClient, type ZoomClientDeps } from '../../../src/zoom/http/client.ts';
import { createTransport } from '../../../src/zoom/http/transport.ts';
import { listenOnFreePort } from '../../setup/listen.ts';

/** What a call that somebody asked for goes with. */
export const ASKED: CallContext = { owner: { kind: 'ask', person: 'UAPPLE', webinar: '93201235621' } };
export const START = Date.parse('2026-03-02T10:00:00.000Z');

/** A clock that only sleeping moves. */
export function createTestTime(startMs = START) {
  let nowMs = startMs;
  const sleeps: number[] = [];
  const sleep: Sleep = async (ms, signal) => {
    signal?.throwIfAborted();
    sleeps.push(ms);
    nowMs += ms;
  };
  return {
    clock: { now: () => nowMs },
    sleep,
    sleeps,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Cut the connection instead of answering. */
  readonly drop?: boolean;
  /** Never answer. */
  readonly silent?: boolean;
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP server of this process that answers what `answer` says; closed with the test. */
async function startServer(answer: (request: Seen, count: number) => Reply) {
  const seen: Seen[] = [];
  const sockets = new Set<object>();
  const server = createServer(async (request, response) => {
    sockets.add(request.socket);
    let body = '';
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    seen.push(one);
    const reply = answer(one, seen.length);
    if (reply.silent) return;
    if (reply.drop) {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {}));
  });
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, seen, connections: () => sockets.size };
}

export const TOKEN_ANSWER = { access_token: 'token-1', token_type: 'bearer', expires_in: 3600, scope: 'a b' };

/** A client against a server that gives out tokens (`token-1`, `token-2`, …) and answers API calls with `api`. */
export async function startClient(
  api: (request: Seen, count: number) => Reply,
  overrides: Partial<ZoomClientDeps> & {
    readonly token?: (count: number) => Reply;
    readonly timeouts?: Partial<Record<'connectMs' | 'headersMs' | 'bodyMs' | 'wholeMs', number>>;
    readonly maxBodyBytes?: number;
  } = {},
) {
  const time = createTestTime();
  const calls: Seen[] = [];
  let tokens = 0;
  const server = await startServer((request) => {
    if (request.url === '/oauth/token') {
      tokens += 1;
      return overrides.token?.(tokens) ?? { body: { ...TOKEN_ANSWER, access_token: `token-${tokens}` } };
    }
    calls.push(request);
    return api(request, calls.length);
  });
  const { token: _token, timeouts, maxBodyBytes, ...rest } = overrides;
  const kv = overrides.kv ?? createMemoryKv(time.clock);
  const times = { connectMs: 1_000, headersMs: 5_000, bodyMs: 5_000, wholeMs: 5_000, ...timeouts };
  const client = createZoomClient({
    apiUrl: `${server.url}/v2`,
    oauthUrl: `${server.url}/oauth/token`,
    accountId: 'account & 1',
    clientId: 'client-id',
    clientSecret: 'client-secret',
    limits: { heavyPerSecond: 40, heavyPerDay: 60_000, intensivePerMinute: 20, quotaReservePercent: 0 },
    kv,
    clock: time.clock,
    sleep: time.sleep,
    random: () => 0,
    transport: createTransport(time.clock, times, maxBodyBytes),
    ...rest,
  });
  onTestFinished(() => client.close());
  return { client, server, calls, time, kv, tokenRequests: () => tokens };
}

/** A store that cannot be reached. */
export function createBrokenKv(): Kv {
  const broken = () => Promise.reject(new AppError({ kind: 'storage-unavailable' }, 'the store is away'));
  // Every method of the port rejects; the proxy saves writing each of them down.
  return new Proxy({}, { get: () => broken }) as Kv;
}

/** The failure an operation ends with; throws when it ends well or in another way. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  return (await errorOf(work)).failure;
}

/** The AppError an operation ends with; throws when it ends well or in another way. */
export async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const result = await work.then(
    () => 'it ended well',
    (error: unknown) => error,
  );
  if (result instanceof AppError) return result;
  throw new Error(`expected an AppError, got ${String(result)}`);
}
