import { z } from 'zod';
import { parseJson } from '../../runtime/parse-json.ts';

/** What Zoom says over its WebSocket. */
export type Frame =
  /** The connection stands: from now on events come. */
  | { readonly kind: 'connected' }
  | { readonly kind: 'heartbeat' }
  /** Zoom does not know the token any more. */
  | { readonly kind: 'token-dead'; readonly said: string }
  | { readonly kind: 'refused'; readonly said: string }
  /** An event as JSON text, as a webhook's body is. */
  | { readonly kind: 'event'; readonly text: string };

const Message = z.object({
  module: z.string(),
  success: z.boolean().optional().catch(undefined),
  content: z.unknown().optional(),
});

/** The words have changed once; before and after that. */
const DEAD_TOKEN: ReadonlySet<string> = new Set(['invalid token', 'token is invalid']);
const MOST_SAID = 100;

/** null for what makes no sense, or is of a kind that this bot does not know. Never throws. */
export function readFrame(text: string): Frame | null {
  const message = parseJson(text, Message)?.data;
  if (!message) return null;
  const { module, success, content } = message;
  // The event is JSON in a string; an object would mean the same.
  const inside = typeof content === 'string' ? content : JSON.stringify(content ?? null);
  const said = inside.trim().slice(0, MOST_SAID);
  if (DEAD_TOKEN.has(said.toLowerCase())) return { kind: 'token-dead', said };
  switch (module) {
    case 'build_connection':
      return success === false ? { kind: 'refused', said } : { kind: 'connected' };
    case 'heartbeat':
      return { kind: 'heartbeat' };
    case 'message':
      return { kind: 'event', text: inside };
    default:
      return null;
  }
}

export const HEARTBEAT = JSON.stringify({ module: 'heartbeat' });

/** The address of one connection. It has the token in it: nothing that is logged may. */
export function socketUrl(address: string, subscriptionId: string, token: string): string {
  const url = new URL(address);
  url.searchParams.set('subscriptionId', subscriptionId);
  url.searchParams.set('access_token', token);
  return url.href;
}
