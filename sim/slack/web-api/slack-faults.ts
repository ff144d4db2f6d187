import type { ServerResponse } from 'node:http';
import type { FaultTiming } from '../../runtime/fault-queue.ts';

export type SlackFaultKind =
  /** 429; `retryAfter` in seconds, null leaves the header out. */
  | { readonly kind: 'ratelimited'; readonly retryAfter?: number | null }
  | { readonly kind: 'http500'; readonly status?: number }
  | { readonly kind: 'html'; readonly status?: number }
  /** Nothing is done and no answer comes. */
  | { readonly kind: 'timeout' }
  /** The work is done, but no answer comes: who tries again does it twice. */
  | { readonly kind: 'timeoutAfterWork' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'resetAfterWork' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** `{ok: false, error}`; with `doneAnyway` the work was done, as internal_error may mean. */
  | { readonly kind: 'error'; readonly error: string; readonly doneAnyway?: boolean };

/** `method` is a Web API method, `response_url`, or `*`; with `channel` only calls for that one are hit. */
export type SlackFault = FaultTiming & SlackFaultKind & { readonly method: string; readonly channel?: string };

/** Whether the call does its work in spite of the fault. */
export function doesWork(fault: SlackFaultKind | undefined): boolean {
  if (fault === undefined || fault.kind === 'slow') return true;
  if (fault.kind === 'error') return fault.doneAnyway ?? false;
  return fault.kind === 'timeoutAfterWork' || fault.kind === 'resetAfterWork';
}

/** Answers in the fault's way; gives the error for the log, or null when the true answer should go out. */
export function sendFault(response: ServerResponse, fault: SlackFaultKind): string | null {
  switch (fault.kind) {
    case 'ratelimited': {
      const seconds = fault.retryAfter === undefined ? 1 : fault.retryAfter;
      sendJson(
        response,
        429,
        { ok: false, error: 'ratelimited' },
        seconds === null ? {} : { 'retry-after': String(seconds) },
      );
      return 'ratelimited';
    }
    case 'http500':
      sendJson(response, fault.status ?? 500, { ok: false, error: 'internal_error' });
      return `http_${fault.status ?? 500}`;
    case 'html':
      response.writeHead(fault.status ?? 503, { 'content-type': 'text/html' }).end('<html><body>Oops</body></html>');
      return `http_${fault.status ?? 503}`;
    case 'timeout':
    case 'timeoutAfterWork':
      return 'timeout';
    case 'reset':
    case 'resetAfterWork':
      response.socket?.destroy();
      return 'reset';
    case 'error':
      sendJson(response, 200, { ok: false, error: fault.error });
      return fault.error;
    case 'slow':
      return null;
  }
}

/** A JSON answer in Slack's dress. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
