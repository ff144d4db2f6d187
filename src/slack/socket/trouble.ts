import { WebAPIRequestError } from '@slack/web-api';
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

/** An error in one line: its own words, and those of what is at the bottom of it. */
export function wordsOf(error: Error): string {
  return `${error.message}${causeOf(error)}`;
}

const MAX_DEPTH = 6;

/** Libraries wrap what the system said; that alone tells a firewall from a wrong name. */
function causeOf(error: Error): string {
  let bottom: Error | null = null;
  for (let at: unknown = error.cause, depth = 0; at instanceof Error && depth < MAX_DEPTH; at = at.cause, depth += 1) {
    bottom = at;
  }
  if (bottom === null) return '';
  const code = 'code' in bottom && typeof bottom.code === 'string' ? bottom.code : '';
  const text = [code, bottom.message].filter((part) => part !== '').join(' ');
  return text === '' || text === error.message ? '' : ` (${text.slice(0, 200)})`;
}
