import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Directory, Standing } from '../../access/access-rule.ts';
import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import type { Installation } from '../installation.ts';
import type { SlackCalls } from './slack-calls.ts';

const MEMBERS_PER_CALL = 1_000;
/** Who is in a greater channel is not known; the operator names people or a user group instead. */
export const MOST_MEMBERS = 20_000;

/** What stands beside `missing_scope`. */
const Needed = z.object({ needed: z.string().regex(/^[a-z][a-z:._]{1,60}$/) });

/** What Slack tells of somebody, as far as it is used. */
interface SlackUser {
  readonly team_id?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly enterprise_user?: { readonly enterprise_id?: string };
}

/**
 * Asks Slack who belongs where: users.info, conversations.members, usergroups.users.list. What passes is tried a second time
 * at once. Rejects with DeliveryError.
 * @param installation of which somebody is a member, or not
 */
export function createSlackDirectory({
  client,
  calls,
  installation,
}: {
  client: Pick<WebClient, 'users' | 'conversations' | 'usergroups'>;
  calls: Pick<SlackCalls, 'make'>;
  installation: () => Installation;
}): Directory {
  /** Not with the token's guard: a scope that lacks here is no reason to call the whole bot unwell. */
  async function ask<T>(method: string, call: () => Promise<T>): Promise<T> {
    try {
      return await calls.make(method, call);
    } catch (error) {
      const canPass = error instanceof DeliveryError && error.kind === 'passing' && error.retryAfterMs === null;
      if (!canPass) throw error;
      return calls.make(method, call);
    }
  }

  return {
    async standingOf(userId) {
      try {
        const { user } = await ask('users.info', () => client.users.info({ user: userId }));
        return standing(user ?? {}, installation());
      } catch (error) {
        // Slack hides those with whom the workspace shares nothing any more.
        if (error instanceof DeliveryError && ['user_not_found', 'user_not_visible'].includes(error.slackError))
          return 'outsider';
        throw error;
      }
    },

    async membersOfChannel(channelId) {
      const members = new Set<string>();
      let cursor = '';
      for (let pages = 0; pages < MOST_MEMBERS / MEMBERS_PER_CALL; pages += 1) {
        const page = await ask('conversations.members', () =>
          client.conversations.members({ channel: channelId, limit: MEMBERS_PER_CALL, ...(cursor && { cursor }) }),
        );
        for (const id of page.members ?? []) members.add(id);
        cursor = page.response_metadata?.next_cursor ?? '';
        if (cursor === '') return members;
      }
      throw new DeliveryError('final', 'too_many_members');
    },

    async membersOfUsergroup(usergroupId) {
      const { users } = await ask('usergroups.users.list', () =>
        client.usergroups.users.list({ usergroup: usergroupId }),
      );
      return new Set(users ?? []);
    },
  };
}

function standing(user: SlackUser, { teamId, enterpriseId }: Installation): Standing {
  if (user.is_bot) return 'bot';
  if (user.deleted) return 'gone';
  const isOfOrganisation = enterpriseId !== null && user.enterprise_user?.enterprise_id === enterpriseId;
  const isElsewhere = teamId !== null && user.team_id !== undefined && user.team_id !== teamId && !isOfOrganisation;
  if (user.is_stranger || isElsewhere) return 'outsider';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/** The scope for whose lack Slack refused; null for every other failure. */
export function missingScopeOf(error: unknown): string | null {
  if (!(error instanceof DeliveryError) || error.slackError !== 'missing_scope') return null;
  const said = error.cause instanceof WebAPIPlatformError ? Needed.safeParse(error.cause.data).data : undefined;
  return said?.needed ?? 'users:read';
}
