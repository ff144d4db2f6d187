import type { SlackContext } from '../slack-context.ts';
import { SLACK_IDS } from '../stores/workspace.ts';
import { type ApiArgs, type ApiMethod, type ApiResult, argText, fail } from './api-method.ts';

const MOST_PER_PAGE = 1_000;
const USUAL_PER_PAGE = 100;

/** Methods that tell who somebody is and where they belong. */
export const peopleMethods: Readonly<Record<string, ApiMethod>> = {
  'users.info': { perMinute: 100, scopes: ['users:read'], run: userInfo },
  'conversations.members': { perMinute: 100, scopes: ['channels:read', 'groups:read', 'im:read'], run: channelMembers },
  'usergroups.users.list': { perMinute: 20, scopes: ['usergroups:read'], run: usergroupUsers },
};

function userInfo(args: ApiArgs, { workspace }: SlackContext): ApiResult {
  const user = workspace.users.get(argText(args, 'user'));
  if (user === undefined) return fail('user_not_found');
  const { id, name, realName, isBot, team, guest, deactivated } = user;
  const profile = { real_name: realName, display_name: name };
  const ours = { is_restricted: guest !== 'no', is_ultra_restricted: guest === 'single', tz: 'Etc/UTC' };
  return {
    ok: true,
    user: {
      ...{ id, team_id: team, name, real_name: realName, is_bot: isBot, deleted: deactivated, profile },
      // People of other workspaces come with less.
      ...(team === SLACK_IDS.team ? ours : { is_stranger: false }),
    },
  };
}

/** Members page by page; the cursor is opaque. */
function channelMembers(args: ApiArgs, { workspace }: SlackContext): ApiResult {
  const channel = workspace.channels.get(argText(args, 'channel'));
  const visible = channel !== undefined && (channel.kind === 'public' || channel.members.has(SLACK_IDS.botUser));
  if (!visible) return fail('channel_not_found');
  const limit = Number(argText(args, 'limit') || USUAL_PER_PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_PER_PAGE) return fail('invalid_limit');
  const cursor = argText(args, 'cursor');
  const from = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('user:', ''));
  if (!Number.isInteger(from)) return fail('invalid_cursor');
  const all = [...channel.members];
  const next = from + limit < all.length ? Buffer.from(`user:${from + limit}`).toString('base64') : '';
  return { ok: true, members: all.slice(from, from + limit), response_metadata: { next_cursor: next } };
}

function usergroupUsers(args: ApiArgs, { workspace }: SlackContext): ApiResult {
  const users = workspace.usergroups.get(argText(args, 'usergroup'));
  return users === undefined ? fail('no_such_subteam') : { ok: true, users: [...users] };
}
