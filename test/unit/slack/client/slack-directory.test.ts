import type { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createSlackDirectory, MOST_MEMBERS } from '../../../../src/slack/client/slack-directory.ts';

type Client = Parameters<typeof createSlackDirectory>[0]['client'];

function directoryOf(
  client: { users?: object; conversations?: object; usergroups?: object },
  enterpriseId: string | null = null,
) {
  return createSlackDirectory({
    // Of each, the one method that is called.
    client: client as unknown as Client,
    calls: { make: (_method, call) => call() },
    installation: () => ({ teamId: 'T1', enterpriseId, appId: null }),
  });
}

describe('what somebody is', () => {
  it.each<[string, object, string]>([
    ['a full member', { team_id: 'T1' }, 'member'],
    ['a guest of several channels', { team_id: 'T1', is_restricted: true }, 'guest'],
    ['a guest of one channel', { team_id: 'T1', is_restricted: true, is_ultra_restricted: true }, 'guest'],
    ['somebody of another workspace', { team_id: 'T2' }, 'outsider'],
    [
      'somebody of another workspace of another organisation',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E2' } },
      'outsider',
    ],
    [
      'somebody of another workspace of our organisation',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } },
      'member',
    ],
    ['a stranger', { team_id: 'T1', is_stranger: true }, 'outsider'],
    ['a bot', { team_id: 'T1', is_bot: true }, 'bot'],
    ['a deactivated member', { team_id: 'T1', deleted: true }, 'gone'],
  ])('%s', async (_what, user, expected) => {
    const users: Pick<WebClient['users'], 'info'> = { info: async () => ({ ok: true, user }) };
    expect(await directoryOf({ users }, 'E1').standingOf('UPAT')).toBe(expected);
  });

  it('is an outsider when Slack shows nothing of him, and not known when Slack fails', async () => {
    const failing = (word: string) =>
      directoryOf({ users: { info: () => Promise.reject(new DeliveryError('final', word)) } }).standingOf('UPAT');
    expect(await failing('user_not_found')).toBe('outsider');
    expect(await failing('user_not_visible')).toBe('outsider');
    await expect(failing('missing_scope')).rejects.toThrow('missing_scope');
  });
});

describe('who is in a channel', () => {
  it('is read page by page, and not known of a channel that is too large', async () => {
    const cursors: unknown[] = [];
    const members =
      (pages: number) =>
      async ({ cursor }: { cursor?: string }) => {
        cursors.push(cursor);
        const page = Number(cursor ?? 0);
        const next_cursor = page + 1 < pages ? String(page + 1) : '';
        const ids = Array.from({ length: 1_000 }, (_, i) => `U${page}X${i}`);
        return { ok: true, members: ids, response_metadata: { next_cursor } };
      };
    const found = await directoryOf({ conversations: { members: members(3) } }).membersOfChannel('C1');
    expect([found.size, cursors]).toEqual([3_000, [undefined, '1', '2']]);
    cursors.length = 0;
    await expect(directoryOf({ conversations: { members: members(1_000) } }).membersOfChannel('C1')).rejects.toThrow(
      'too_many_members',
    );
    expect(cursors).toHaveLength(MOST_MEMBERS / 1_000);
  });

  it('is not read for ever from a Slack that gives the same cursor again and again', async () => {
    let calls = 0;
    const conversations = {
      members: async () => {
        calls += 1;
        return { ok: true, members: ['UPAT'], response_metadata: { next_cursor: 'again' } };
      },
    };
    await expect(directoryOf({ conversations }).membersOfChannel('C1')).rejects.toThrow('too_many_members');
    expect(calls).toBeLessThanOrEqual(MOST_MEMBERS / 1_000);
  });
});
