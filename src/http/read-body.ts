import type { IncomingMessage } from 'node:http';

export interface BodyLimits {
  /** Of one body. */
  readonly maxBytes: number;
  /** Of all bodies that are being read at the same time. */
  readonly maxTotalBytes: number;
  readonly timeoutMs: number;
}

type BodyRead =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-slow' }
  /** Too many bodies at the same time: this one has to be sent again. */
  | { readonly kind: 'busy' }
  /** The sender went away: nobody is there to be answered. */
  | { readonly kind: 'aborted' };

/**
 * Reads the raw bytes of a request's body. Nobody knows yet who sent them, so that they are bounded in size, in time and
 * over all connections. A body that announces more than is allowed is not read at all. After anything but `read` the rest
 * may still be on its way: the answer has to end the connection. Never rejects.
 */
export type ReadBody = (request: IncomingMessage) => Promise<BodyRead>;

export function createBodyReader({ maxBytes, maxTotalBytes, timeoutMs }: BodyLimits): ReadBody {
  let totalBytes = 0;

  return (request) => {
    if (Number(request.headers['content-length'] ?? '0') > maxBytes) return Promise.resolve({ kind: 'too-large' });
    return new Promise((resolve) => {
      let chunks: Buffer[] = [];
      let bytes = 0;
      const timer = setTimeout(() => finish({ kind: 'too-slow' }), timeoutMs);

      function onData(chunk: Buffer): void {
        bytes += chunk.length;
        totalBytes += chunk.length;
        if (bytes > maxBytes) finish({ kind: 'too-large' });
        else if (totalBytes > maxTotalBytes) finish({ kind: 'busy' });
        else chunks.push(chunk);
      }
      const onEnd = () => finish({ kind: 'read', body: Buffer.concat(chunks, bytes) });
      const onGone = () => finish({ kind: 'aborted' });

      function finish(result: BodyRead): void {
        clearTimeout(timer);
        request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
        request.pause();
        chunks = [];
        totalBytes -= bytes;
        resolve(result);
      }

      request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
    });
  };
}
