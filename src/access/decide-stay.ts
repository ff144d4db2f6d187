import type { Clock } from '../runtime/clock.ts';
import type { AccessRule, Directory } from './access-rule.ts';
import { decideAccess } from './decide-access.ts';
import { createKeptDirectory } from './kept-directory.ts';

/** Whether somebody who could ask once still may. `left`: not in the workspace any more, so that nobody can tell them. */
export type Stay = 'may' | 'left' | 'lost-access';

/**
 * A look at many people, one after the other: what Slack says now, not what the door has kept, and of each channel and user
 * group asked once. Rejects when Slack does not say.
 */
export function createStayLook(
  rule: AccessRule,
  directory: Directory,
  clock: Clock,
): (userId: string) => Promise<Stay> {
  const kept = createKeptDirectory(directory, clock);
  return (userId) => decideStay(rule, userId, kept);
}

/**
 * The rule of the door for somebody who is not there. Whoever was deactivated has left also where guests are let in, and as
 * an operator: nobody can sign in there any more.
 */
async function decideStay(rule: AccessRule, userId: string, directory: Directory): Promise<Stay> {
  const standing = await directory.standingOf(userId);
  if (standing === 'gone') return 'left';
  const refusal = await decideAccess(rule, { userId, channelId: null }, directory);
  if (refusal === null) return 'may';
  return standing === 'outsider' ? 'left' : 'lost-access';
}
