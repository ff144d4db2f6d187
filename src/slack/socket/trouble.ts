import { WebAPIRequestError } from '@slack/web-api';
import { causeOf } from '../../websocket/words-of-error.ts';
import { toDeliveryError } from '../client/slack-errors.ts';

/** How a socket ended, or why there was none. */
export type Trouble =
  /** Slack wants another one in its place. */
  | { readonly kind: 'replaced'; readonly reason: string }
  /** What passes by itself. */
  | { readonly kind: 'lost' | 'failed'; readonly reason: string; readonly error?: unknown; readonly pauseMs?: number }
  /** Slack says no, and will until somebody mends it. */
  | { readonly kind: 'refused'; readonly reason: string; readonly error?: unknown };

/** Slack's words for "open another one, this one goes". */
const GOES_SOON = new Set(['warning', 'refresh_requested']);

/** What Slack's disconnect message means. */
export function toTrouble(reason: string): Trouble {
  if (GOES_SOON.has(reason)) return { kind: 'replaced', reason };
  if (reason === 'link_disabled') {
    return { kind: 'refused', reason: 'link_disabled: Socket Mode is switched off in the Slack app' };
  }
  if (reason === 'too_many_websockets') {
    return { kind: 'failed', reason: 'too_many_websockets: the app has ten sockets, other processes among them' };
  }
  return { kind: 'lost', reason: `disconnect: ${reason.slice(0, 100)}` };
}

/** What a failed apps.connections.open means. */
export function openTrouble(error: unknown): Trouble {
  const failure = toDeliveryError(error);
  // Where Slack said something, that is all there is to say.
  const cause = failure.cause instanceof WebAPIRequestError ? causeOf(failure) : '';
  const reason = `apps.connections.open: ${failure.slackError}${cause}`;
  if (failure.kind !== 'passing') return { kind: 'refused', reason, error };
  return { kind: 'failed', reason, error, ...(failure.retryAfterMs === null ? {} : { pauseMs: failure.retryAfterMs }) };
}
