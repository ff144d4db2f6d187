import type { SlackContext } from '../slack-context.ts';
import { type SimChannel, SLACK_IDS } from '../stores/workspace.ts';
import { type ApiArgs, type ApiMethod, type ApiResult, argJson, argText, fail, postingChannel } from './api-method.ts';

/** Methods about the workspace itself: auth, conversations, files. */
export const placeMethods: Readonly<Record<string, ApiMethod>> = {
  'api.test': { perMinute: null, scopes: [], run: (args) => ({ ok: true, args }) },
  'auth.test': { perMinute: null, scopes: [], run: authTest },
  'conversations.info': { perMinute: 50, scopes: ['channels:read', 'groups:read', 'im:read'], run: conversationInfo },
  'conversations.join': { perMinute: 50, scopes: ['channels:join'], run: joinConversation },
  'conversations.open': { perMinute: 50, scopes: ['im:write', 'mpim:write'], run: openConversation },
  'files.getUploadURLExternal': { perMinute: 100, scopes: ['files:write'], run: getUploadUrl },
  'files.completeUploadExternal': { perMinute: 100, scopes: ['files:write'], run: completeUpload },
  'files.delete': { perMinute: 50, scopes: ['files:write'], run: deleteFile },
};

function authTest(_: ApiArgs, { workspace }: SlackContext): ApiResult {
  return {
    ok: true,
    url: 'https://sim.slack.example/',
    team: 'Sim Orchard',
    user: workspace.user(SLACK_IDS.botUser).name,
    team_id: SLACK_IDS.team,
    user_id: SLACK_IDS.botUser,
    bot_id: SLACK_IDS.bot,
    is_enterprise_install: false,
  };
}

function conversationInfo(args: ApiArgs, { workspace }: SlackContext): ApiResult {
  const channel = workspace.channels.get(argText(args, 'channel'));
  const visible = channel !== undefined && (channel.kind === 'public' || channel.members.has(SLACK_IDS.botUser));
  return visible ? { ok: true, channel: wireChannel(channel) } : fail('channel_not_found');
}

function joinConversation(args: ApiArgs, { workspace }: SlackContext): ApiResult {
  const channel = workspace.channels.get(argText(args, 'channel'));
  if (channel?.kind !== 'public') return fail('channel_not_found');
  if (channel.archived) return fail('is_archived');
  channel.members.add(SLACK_IDS.botUser);
  return { ok: true, channel: wireChannel(channel) };
}

function openConversation(args: ApiArgs, { workspace }: SlackContext): ApiResult {
  const [user = '', ...others] = argText(args, 'users').split(',');
  if (others.length > 0 || !workspace.users.has(user)) return fail('user_not_found');
  return { ok: true, channel: { id: workspace.openDirect(user).id } };
}

function getUploadUrl(args: ApiArgs, { files, origin }: SlackContext): ApiResult {
  const [name, length] = [argText(args, 'filename'), Number(argText(args, 'length'))];
  if (name === '' || !Number.isInteger(length) || length <= 0) return fail('invalid_arguments');
  const file = files.announce(name, length);
  return { ok: true, upload_url: `${origin()}/upload/v1/${file.id}`, file_id: file.id };
}

function completeUpload(args: ApiArgs, context: SlackContext): ApiResult {
  const wanted = argJson(args, 'files');
  if (!Array.isArray(wanted) || wanted.length === 0) return fail('invalid_arguments');
  const found = wanted.map((one: { id?: string }) => context.files.all.get(one.id ?? ''));
  const uploaded = found.filter((file) => file?.content != null);
  const missing = uploaded.length < found.length;
  if (missing) return fail('file_not_found');
  for (const [index, file] of uploaded.entries()) if (file) file.title = wanted[index]?.title ?? file.name;

  const names = [argText(args, 'channel_id'), ...argText(args, 'channels').split(',')].filter((name) => name !== '');
  for (const name of new Set(names)) {
    // Only ids of conversations: a user id or a #name is refused here.
    if (!context.workspace.channels.has(name)) return fail('channel_not_found');
    const target = postingChannel(context, name);
    if ('error' in target) return fail(target.error);
    const threadTs = argText(args, 'thread_ts');
    context.messages.post({
      channel: name,
      user: SLACK_IDS.botUser,
      text: argText(args, 'initial_comment'),
      files: uploaded.map((file) => file?.id ?? ''),
      ...(threadTs === '' ? {} : { threadTs }),
    });
    for (const file of uploaded) file?.channels.push(name);
  }
  return { ok: true, files: uploaded.map((file) => ({ id: file?.id, title: file?.title })) };
}

/** Every file here is the bot's own; people's are none of its business. */
function deleteFile(args: ApiArgs, { files, messages }: SlackContext): ApiResult {
  const file = files.all.get(argText(args, 'file'));
  if (!file) return fail('file_not_found');
  if (file.deleted) return fail('file_deleted');
  file.deleted = true;
  file.content = null;
  messages.fileGone(file.id);
  return { ok: true };
}

function wireChannel(channel: SimChannel): Record<string, unknown> {
  const { id, name, kind, archived, members } = channel;
  return {
    id,
    ...(kind === 'dm' ? {} : { name, name_normalized: name }),
    is_channel: kind === 'public',
    is_group: false,
    is_im: kind === 'dm',
    is_private: kind !== 'public',
    is_archived: archived,
    is_member: members.has(SLACK_IDS.botUser),
    context_team_id: SLACK_IDS.team,
  };
}
