import type { IncomingMessage, ServerResponse } from 'node:http';

/** What became of a request to the webhook; a closed set, for metrics. */
export type WebhookOutcome =
  | 'ended'
  | 'duplicate'
  | 'practice'
  | 'validated'
  | 'unsupported'
  | 'unsigned'
  | 'stale'
  | 'malformed'
  | 'too-large'
  | 'too-slow'
  | 'not-stored';

/** Zoom sends again after 5xx only: whatever was not stored must get one, and nothing else may. */
const STATUS: Readonly<Record<WebhookOutcome, number>> = {
  ended: 200,
  duplicate: 200,
  practice: 200,
  validated: 200,
  unsupported: 200,
  unsigned: 401,
  stale: 401,
  malformed: 400,
  'too-large': 413,
  'too-slow': 408,
  'not-stored': 503,
};

export interface WebhookAnswer {
  readonly outcome: WebhookOutcome;
  /** Sent as JSON. */
  readonly body?: object;
}

/** A sender that goes on sending is listened to for so long; cut off at once, it would not see the answer. */
const LINGER_MS = 1_000;

/** Answers a request; one whose body was not read to its end loses its connection afterwards. */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, { outcome, body }: WebhookAnswer): void {
  const text = JSON.stringify(body ?? { outcome });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  };
  if (request.complete) {
    response.writeHead(STATUS[outcome], headers).end(text);
    return;
  }
  // By its length the answer is whole; `end` would have Node close the connection while bytes are still arriving.
  response.writeHead(STATUS[outcome], { ...headers, connection: 'close' }).write(text);
  const timer = setTimeout(end, LINGER_MS);
  function end(): void {
    clearTimeout(timer);
    request.off('end', end).off('close', end);
    response.end();
  }
  request.on('end', end).on('close', end).resume();
}
