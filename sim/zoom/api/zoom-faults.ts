import type { FaultTiming } from '../../runtime/fault-queue.ts';
import { type Answer, malformed104, ok, RATE_DAY, RATE_SECOND, rateHeaders, zoomError } from './answer.ts';
import { endpointRule, type ZoomEndpoint } from './endpoints.ts';

/** What goes wrong. */
export type ZoomFaultKind =
  /** Zoom's error shape with any status, code and message. */
  | { readonly kind: 'status'; readonly status: number; readonly code?: number; readonly message?: string }
  /** A gateway's page instead of JSON; 502 unless said otherwise. */
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'empty'; readonly status?: number }
  /** To the page of a captive portal. */
  | { readonly kind: 'redirect'; readonly status?: number; readonly to?: string }
  /** Any body, as something between Zoom and the bot may send it. */
  | { readonly kind: 'raw'; readonly status: number; readonly body: string }
  /** The connection is cut before an answer. */
  | { readonly kind: 'reset' }
  /** No answer, the connection stays open. */
  | { readonly kind: 'hang' }
  /** The true answer, late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Half of the true answer, then the connection is cut. */
  | { readonly kind: 'truncated' }
  /** Missing scope in the old wording, which is not valid JSON. */
  | { readonly kind: 'malformed104'; readonly status?: number }
  /** 200 with a body that has none of the expected keys. */
  | { readonly kind: 'wrongBody'; readonly body?: unknown }
  /** 401/124 for a token that is still good. */
  | { readonly kind: '401' }
  /** Per-second 429, with Retry-After in seconds when given. */
  | { readonly kind: '429second'; readonly retryAfter?: string }
  /** Daily 429; Retry-After as given. */
  | { readonly kind: '429day'; readonly retryAfter?: string }
  /** A 429 without any rate-limit header. */
  | { readonly kind: '429bare' };

export type ZoomFault = FaultTiming & ZoomFaultKind & { readonly endpoint: ZoomEndpoint | '*' };

const GATEWAY_PAGE = '<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';

/** The answer of a fault; null for those that spoil the true answer or give none. */
export function faultAnswer(fault: ZoomFaultKind, endpoint: ZoomEndpoint): Answer | null {
  switch (fault.kind) {
    case 'status':
      return zoomError(fault.status, fault.code ?? fault.status, fault.message ?? 'Internal server error.');
    case 'html':
      return { status: fault.status ?? 502, body: GATEWAY_PAGE, contentType: 'text/html' };
    case 'redirect':
      return {
        ...{ status: fault.status ?? 302, body: '', contentType: 'text/html' },
        headers: { location: fault.to ?? 'http://portal.example/login' },
      };
    case 'raw':
      return { status: fault.status, body: fault.body };
    case 'empty':
      return { status: fault.status ?? 503, body: '', contentType: 'text/plain' };
    case 'malformed104':
      return malformed104(endpointRule(endpoint)?.scope ?? 'unknown', fault.status ?? 400);
    case 'wrongBody':
      return ok(fault.body ?? { status: false, result: null });
    case '401':
      return zoomError(401, 124, 'Access token is expired.');
    case '429second':
      return tooMany('QPS', RATE_SECOND, fault.retryAfter, endpoint);
    case '429day':
      return tooMany('Daily-limit', RATE_DAY, fault.retryAfter, endpoint);
    case '429bare':
      return zoomError(429, 429, RATE_SECOND);
    case 'reset':
    case 'hang':
    case 'slow':
    case 'truncated':
      return null;
  }
}

function tooMany(type: string, message: string, retryAfter: string | undefined, endpoint: ZoomEndpoint): Answer {
  const label = endpointRule(endpoint)?.label ?? 'Heavy';
  const headers = rateHeaders(label, type, type === 'QPS' ? 40 : 60_000, 0);
  return {
    ...zoomError(429, 429, message),
    headers: { ...headers, ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }) },
  };
}
