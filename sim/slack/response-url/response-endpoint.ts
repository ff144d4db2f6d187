import type { SlackContext } from '../slack-context.ts';
import { readContent } from '../stores/message-content.ts';
import type { SimMessage } from '../stores/message-store.ts';
import { SLACK_IDS } from '../stores/workspace.ts';
import type { ApiArgs } from '../web-api/api-method.ts';
import type { ResponseTarget } from './response-urls.ts';

export interface ResponseOutcome {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & { readonly ok: boolean };
  readonly channel: string | null;
}

/** A post to a response_url: 5 uses in 30 minutes, also where the bot is not a member. */
export function postToResponseUrl(path: string, rawBody: string, context: SlackContext): ResponseOutcome {
  const target = context.responseUrls.use(path);
  if (typeof target === 'string') return refuse(404, target, null);
  const args = parseObject(rawBody);
  if (args === null) return refuse(400, 'invalid_payload', target.channel);
  if (args.delete_original === true) return deleteOriginal(args, target, context);
  const content = readContent(args, context.settings.nativeDataBlocks);
  if ('error' in content) {
    const { error, messages } = content;
    return refuse(400, error, target.channel, { response_metadata: { messages } });
  }
  const { text, blocks } = content;
  const current = target.message && context.messages.find(target.message.channel, target.message.ts);
  if (args.replace_original === true && target.message !== null) {
    // Visibility never changes: response_type means nothing to a message that is there already.
    if (!current) return refuse(404, 'message_not_found', target.channel);
    target.message = context.messages.edit(current, text, blocks);
    return done(target);
  }
  const posted = context.messages.post({
    channel: target.channel,
    user: SLACK_IDS.botUser,
    text,
    blocks,
    ...(args.response_type === 'in_channel' ? {} : { ephemeralFor: target.user }),
    ...(typeof args.thread_ts === 'string' ? { threadTs: args.thread_ts } : {}),
  });
  remember(target, posted);
  return done(target);
}

/** An answer to a command is what a later replace_original of it means; an action keeps the clicked message. */
function remember(target: ResponseTarget, message: SimMessage): void {
  if (target.kind === 'command') target.message = message;
}

function deleteOriginal(args: ApiArgs, target: ResponseTarget, context: SlackContext): ResponseOutcome {
  const { message } = target;
  const current = message && context.messages.find(message.channel, message.ts);
  // Not supported for commands, and only as the one attribute.
  if (target.kind === 'command' || Object.keys(args).length > 1)
    return refuse(400, 'invalid_arguments', target.channel);
  if (!current) return refuse(404, 'message_not_found', target.channel);
  context.messages.remove(current);
  return done(target);
}

function done(target: ResponseTarget): ResponseOutcome {
  return { status: 200, body: { ok: true }, channel: target.channel };
}

function refuse(status: number, error: string, channel: string | null, more: object = {}): ResponseOutcome {
  return { status, body: { ok: false, error, ...more }, channel };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
