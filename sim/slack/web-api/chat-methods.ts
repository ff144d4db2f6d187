import type { SlackContext } from '../slack-context.ts';
import { type ContentProblem, readContent } from '../stores/message-content.ts';
import type { SimMessage } from '../stores/message-store.ts';
import { SLACK_IDS } from '../stores/workspace.ts';
import { type ApiArgs, type ApiMethod, type ApiResult, argText, fail, postingChannel } from './api-method.ts';

/** The chat.* methods of the Web API. */
export const chatMethods: Readonly<Record<string, ApiMethod>> = {
  'chat.postMessage': { perMinute: null, scopes: ['chat:write'], run: postMessage },
  'chat.postEphemeral': { perMinute: 100, scopes: ['chat:write'], run: postEphemeral },
  'chat.update': { perMinute: 50, scopes: ['chat:write'], run: update },
  'chat.delete': { perMinute: 50, scopes: ['chat:write'], run: remove },
  'chat.getPermalink': { perMinute: null, scopes: [], run: getPermalink },
};

function postMessage(args: ApiArgs, context: SlackContext): ApiResult {
  const target = postingChannel(context, argText(args, 'channel'));
  if ('error' in target) return fail(target.error);
  const content = readContent(args, context.settings.nativeDataBlocks);
  if ('error' in content) return contentFailure(content);
  const threadTs = argText(args, 'thread_ts');
  if (threadTs !== '' && context.messages.find(target.channel.id, threadTs) === undefined) {
    return fail('thread_not_found');
  }
  const message = context.messages.post({
    channel: target.channel.id,
    user: SLACK_IDS.botUser,
    text: content.text,
    blocks: content.blocks,
    ...(threadTs === '' ? {} : { threadTs }),
  });
  const warnings = content.warnings.length === 0 ? {} : { response_metadata: { warnings: content.warnings } };
  return { ok: true, channel: message.channel, ts: message.ts, message: wireMessage(message), ...warnings };
}

function postEphemeral(args: ApiArgs, context: SlackContext): ApiResult {
  const target = postingChannel(context, argText(args, 'channel'));
  if ('error' in target) return fail(target.error);
  const user = argText(args, 'user');
  if (!target.channel.members.has(user)) return fail('user_not_in_channel');
  const content = readContent(args, context.settings.nativeDataBlocks);
  if ('error' in content) return contentFailure(content);
  const { text, blocks } = content;
  const { id: channel } = target.channel;
  const message = context.messages.post({ channel, user: SLACK_IDS.botUser, ephemeralFor: user, text, blocks });
  return { ok: true, message_ts: message.ts };
}

function update(args: ApiArgs, context: SlackContext): ApiResult {
  const found = ownMessage(args, context, 'cant_update_message');
  if ('ok' in found) return found;
  if (argText(args, 'text').length > 4000) return fail('msg_too_long');
  const content = readContent(args, context.settings.nativeDataBlocks);
  if ('error' in content) return contentFailure(content);
  // Text without blocks takes the blocks away; blocks without text keep the text.
  const text = args.text === undefined ? found.text : content.text;
  const message = context.messages.edit(found, text, content.blocks);
  return { ok: true, channel: message.channel, ts: message.ts, text, message: wireMessage(message) };
}

function remove(args: ApiArgs, context: SlackContext): ApiResult {
  const found = ownMessage(args, context, 'cant_delete_message');
  if ('ok' in found) return found;
  context.messages.remove(found);
  return { ok: true, channel: found.channel, ts: found.ts };
}

function getPermalink(args: ApiArgs, { workspace, messages }: SlackContext): ApiResult {
  const channel = workspace.findChannel(argText(args, 'channel'));
  if (channel === undefined) return fail('channel_not_found');
  const ts = argText(args, 'message_ts');
  const found = messages.find(channel.id, ts);
  if (found === undefined || found.ephemeralFor !== undefined) return fail('message_not_found');
  const permalink = `https://sim.slack.example/archives/${channel.id}/p${ts.replace('.', '')}`;
  return { ok: true, channel: channel.id, permalink };
}

/** A message of the bot by channel id and ts. Ephemeral ones cannot be reached this way. */
function ownMessage(args: ApiArgs, { workspace, messages }: SlackContext, notOwn: string): SimMessage | ApiResult {
  const channel = workspace.channels.get(argText(args, 'channel'));
  const inside = channel?.kind !== 'private' || channel.members.has(SLACK_IDS.botUser);
  if (channel === undefined || !inside) return fail('channel_not_found');
  if (channel.archived) return fail('is_archived');
  const found = messages.find(channel.id, argText(args, 'ts'));
  if (found === undefined || found.ephemeralFor !== undefined) return fail('message_not_found');
  return found.user === SLACK_IDS.botUser ? found : fail(notOwn);
}

function contentFailure({ error, messages }: ContentProblem): ApiResult {
  return fail(error, messages.length === 0 ? {} : { response_metadata: { messages } });
}

/** The message as Slack puts it into answers and payloads. */
export function wireMessage(message: SimMessage): Record<string, unknown> {
  return {
    type: 'message',
    user: message.user,
    bot_id: SLACK_IDS.bot,
    app_id: SLACK_IDS.app,
    team: SLACK_IDS.team,
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.edits === 0 ? {} : { edited: { user: message.user, ts: message.ts } }),
  };
}
