import type { IncomingMessage, ServerResponse } from 'node:http';

/** The status for a request whose body was not read, by why. */
export const UNREAD_STATUS = { 'too-large': 413, 'too-slow': 408, busy: 503 } as const;

/** A sender that goes on sending is listened to for so long; cut off at once, it would not see the answer. */
const LINGER_MS = 1_000;

/**
 * Answers a request. One whose body was not read to its end loses its connection afterwards: what is still on its way
 * would be taken for the next request, a proxy's perhaps.
 */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, text }: { readonly status: number; readonly contentType: string; readonly text: string },
): void {
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  };
  if (request.complete) {
    response.writeHead(status, headers).end(text);
    return;
  }
  // By its length the answer is whole; `end` would have Node close the connection while bytes are still arriving.
  response.writeHead(status, { ...headers, connection: 'close' }).write(text);
  const timer = setTimeout(end, LINGER_MS);
  function end(): void {
    clearTimeout(timer);
    request.off('end', end).off('close', end);
    response.end();
    // Whoever goes on sending after that has not listened.
    if (!request.complete) request.socket.destroySoon();
  }
  request.on('end', end).on('close', end).resume();
}
