import { Agent } from 'undici';
import type { Clock } from '../../runtime/clock.ts';
import { MAX_ERROR_BODY } from './error-body.ts';

/** An HTTP answer, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly durationMs: number;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One keep-alive connection pool to Zoom. */
export interface Transport {
  /**
   * One try.
   * @throws NoAnswer when there was none before the time-out, or one that is too large
   * @throws the signal's reason when it is aborted
   */
  send(request: TransportRequest, signal?: AbortSignal): Promise<Answer>;
  /** Cuts off what is under way. */
  close(): Promise<void>;
}

/** The request failed without a usable answer: connection refused or lost, time-out, body over the limit. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** For people. */
  readonly last: 'no answer' | 'an answer that made no sense';
  readonly durationMs: number;
  /** Node's or undici's name of the cause. */
  readonly code: string | null;

  constructor(last: NoAnswer['last'], durationMs: number, cause: unknown) {
    super(`${last}: ${codeOf(cause) ?? (cause instanceof Error ? cause.message : 'unknown cause')}`, { cause });
    this.last = last;
    this.durationMs = durationMs;
    this.code = codeOf(cause);
  }
}

/**
 * Milliseconds. `wholeMs` ends a try that trickles: undici's body time-out starts anew with every byte. Three tries with
 * their pauses stay below the 90 s within which a sick Zoom has to be explained.
 */
export const TIMEOUTS = { connectMs: 5_000, headersMs: 15_000, bodyMs: 15_000, wholeMs: 20_000 } as const;

/** A page of ten people is about 30 kB. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Connects with the first request. Tests shorten the time-outs (milliseconds) and the size. */
export function createTransport(
  clock: Clock,
  timeouts: Readonly<Record<keyof typeof TIMEOUTS, number>> = TIMEOUTS,
  maxBodyBytes: number = MAX_BODY_BYTES,
): Transport {
  const agent = new Agent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    maxResponseSize: maxBodyBytes,
    keepAliveTimeout: 10_000,
    allowH2: false,
  });

  async function send(request: TransportRequest, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    const { origin, pathname, search } = new URL(request.url);
    const startedAt = clock.now();
    const abort = new AbortController();
    const onAbort = () => abort.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const deadline = setTimeout(() => abort.abort(new Error('whole-request time-out')), timeouts.wholeMs);
    try {
      const { statusCode, headers, body } = await agent.request({
        origin,
        path: pathname + search,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
        signal: abort.signal,
      });
      const text = statusCode === 200 ? await body.text() : await readStart(body);
      return {
        status: statusCode,
        headers: firstValues(headers),
        body: text,
        durationMs: clock.now() - startedAt,
      };
    } catch (error) {
      signal?.throwIfAborted();
      // Our own mistake, not the network's: must not be retried or explained as an outage.
      if (codeOf(error) === 'UND_ERR_INVALID_ARG') throw error;
      const tooLarge = codeOf(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
      const last = tooLarge ? 'an answer that made no sense' : 'no answer';
      throw new NoAnswer(last, clock.now() - startedAt, error);
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  return { send, close: () => agent.destroy() };
}

/** Of what is no success the start says enough; the rest is not waited for. */
async function readStart(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_ERROR_BODY) break;
  }
  return Buffer.concat(chunks, Math.min(bytes, MAX_ERROR_BODY)).toString('utf8');
}

function firstValues(headers: Readonly<Record<string, string | string[] | undefined>>): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
