import type { SlackContext } from '../slack-context.ts';
import { readContent } from '../stores/message-content.ts';
import { SLACK_IDS } from '../stores/workspace.ts';
import type { ApiArgs } from '../web-api/api-method.ts';
import type { SimError } from '../web-api/call-log.ts';
import type { ResponseTarget } from './response-urls.ts';

export interface ResponseOutcome {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & { readonly ok: boolean };
  readonly channel: string | null;
}

/**
 * A post to a response_url: 5 uses in 30 minutes, also where the bot is not a member. Only a click's can replace a message, the
 * clicked one; whatever is sent to a command's is one more message.
 */
export function postToResponseUrl(
  path: string,
  rawBody: string,
  context: SlackContext,
  report: (error: Omit<SimError, 'atMs'>) => void,
): ResponseOutcome {
  const target = context.responseUrls.use(path);
  if (typeof target === 'string') return refuse(404, target, null);
  const args = parseObject(rawBody);
  if (args === null) return refuse(400, 'invalid_payload', target.channel);
  if (args.delete_original === true) return deleteOriginal(args, target, context);
  if (args.response_type === undefined)
    report({ what: 'no_response_type', detail: `to the response_url of ${NAMES[target.kind]}` });
  const content = readContent(args, context.settings.nativeDataBlocks);
  if ('error' in content) {
    const { error, messages } = content;
    return refuse(400, error, target.channel, { response_metadata: { messages } });
  }
  const { text, blocks } = content;
  if (args.replace_original === true && target.kind === 'action') {
    // Visibility never changes: response_type means nothing to a message that is there already.
    const current = context.messages.find(target.message.channel, target.message.ts);
    if (!current) return refuse(404, 'message_not_found', target.channel);
    context.messages.edit(current, text, blocks);
    return done(target);
  }
  context.messages.post({
    channel: target.channel,
    user: SLACK_IDS.botUser,
    text,
    blocks,
    ...(isForEverybody(args.response_type, target) ? {} : { ephemeralFor: target.user }),
    ...(typeof args.thread_ts === 'string' ? { threadTs: args.thread_ts } : {}),
  });
  return done(target);
}

const NAMES = { command: 'a command', action: 'a click' } as const;

/** Without a word about it: ephemeral for commands; for clicks Slack's old field guide says in_channel. */
function isForEverybody(responseType: unknown, { kind }: ResponseTarget): boolean {
  if (responseType === 'in_channel' || responseType === 'ephemeral') return responseType === 'in_channel';
  return kind === 'action';
}

function deleteOriginal(args: ApiArgs, target: ResponseTarget, context: SlackContext): ResponseOutcome {
  // Not supported for commands, and only as the one attribute.
  if (target.kind === 'command' || Object.keys(args).length > 1)
    return refuse(400, 'invalid_arguments', target.channel);
  const current = context.messages.find(target.message.channel, target.message.ts);
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
