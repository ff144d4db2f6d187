import type { SlackContext } from '../slack-context.ts';
import type { SimChannel } from '../stores/workspace.ts';
import { SLACK_IDS } from '../stores/workspace.ts';

export type ApiArgs = Readonly<Record<string, unknown>>;
export type ApiResult = Readonly<Record<string, unknown>> & { readonly ok: boolean };

export interface ApiMethod {
  /** Requests a minute: 1, 20, 50 or 100; null: a rule of its own. */
  readonly perMinute: 1 | 20 | 50 | 100 | null;
  /** Any one of these; empty: none needed. */
  readonly scopes: readonly string[];
  run(args: ApiArgs, context: SlackContext): ApiResult;
}

/** `{ok: false, error}`. */
export function fail(error: string, more: Readonly<Record<string, unknown>> = {}): ApiResult {
  return { ok: false, error, ...more };
}

/** A text argument; numbers come as text in forms and as numbers in JSON. */
export function argText(args: ApiArgs, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** An argument that is JSON inside a form; the value itself in a JSON body. `undefined` when it is no JSON. */
export function argJson(args: ApiArgs, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** The channel the bot may post to, or why it may not. */
export function postingChannel(
  { workspace, settings }: SlackContext,
  reference: string,
): { readonly channel: SimChannel } | { readonly error: string } {
  const channel = workspace.findChannel(reference);
  const inside = channel?.members.has(SLACK_IDS.botUser) ?? false;
  if (channel === undefined || (channel.kind === 'private' && !inside)) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  if (!inside && !settings.scopes.includes('chat:write.public')) return { error: 'not_in_channel' };
  if (channel.readOnly) return { error: 'restricted_action_read_only_channel' };
  return { channel };
}
