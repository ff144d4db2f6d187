import type { AccessRule, Directory } from './access-rule.ts';
import { decideAccess } from './decide-access.ts';

/** Whether somebody who could ask once still may. `left`: not in the workspace any more, so that nobody can tell them. */
export type Stay = 'may' | 'left' | 'lost-access';

/**
 * The rule of the door for somebody who is not there. Whoever was deactivated has left also where guests are let in, and as
 * an operator: nobody can sign in there any more.
 * @param directory best one that keeps what Slack says: it is asked twice for what somebody is
 * @throws what the directory rejects with, when it does not say
 */
export async function decideStay(rule: AccessRule, userId: string, directory: Directory): Promise<Stay> {
  const standing = await directory.standingOf(userId);
  if (standing === 'gone') return 'left';
  const refusal = await decideAccess(rule, { userId, channelId: null }, directory);
  if (refusal === null) return 'may';
  return standing === 'outsider' ? 'left' : 'lost-access';
}
