import type { IncomingMessage } from 'node:http';

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export type BodyRead =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-slow' }
  /** The sender went away: nobody is there to be answered. */
  | { readonly kind: 'aborted' };

/**
 * The raw bytes of a request's body. Holds at most `maxBytes` of them; a body that announces more is not read at all.
 * After `too-large` and `too-slow` the rest is still on its way: the answer has to end the connection. Never rejects.
 */
export function readBody(request: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits): Promise<BodyRead> {
  if (Number(request.headers['content-length'] ?? '0') > maxBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => finish({ kind: 'too-slow' }), timeoutMs);

    function onData(chunk: Buffer): void {
      bytes += chunk.length;
      if (bytes > maxBytes) finish({ kind: 'too-large' });
      else chunks.push(chunk);
    }
    const onEnd = () => finish({ kind: 'read', body: Buffer.concat(chunks, bytes) });
    const onGone = () => finish({ kind: 'aborted' });

    function finish(result: BodyRead): void {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      request.pause();
      chunks = [];
      resolve(result);
    }

    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}
