import type { AccessRule, Asker, Directory, Refusal, Standing } from './access-rule.ts';

const MEMBER: Standing = 'member';

/**
 * Whether somebody may ask: null, or why not. Operators are let in unseen, so that they can look when Slack does not answer.
 * @throws what the directory rejects with, when it does not say and nothing else lets in
 */
export async function decideAccess(rule: AccessRule, asker: Asker, directory: Directory): Promise<Refusal | null> {
  if (rule.operators.includes(asker.userId)) return null;
  // Whoever lets guests in does not ask what somebody is.
  const [standing, isListed] = await Promise.all([
    rule.allowsGuests ? MEMBER : directory.standingOf(asker.userId),
    settled(isOnAnyList(rule, asker, directory)),
  ]);
  if (standing !== 'member') return standing;
  return (await isListed()) ? null : 'not-listed';
}

async function isOnAnyList(rule: AccessRule, { userId, channelId }: Asker, directory: Directory): Promise<boolean> {
  const { channels, users, usergroups } = rule;
  if (channels.length + users.length + usergroups.length === 0 || users.includes(userId)) return true;
  if (channelId !== null && channels.includes(channelId)) return true;
  const looks = [
    ...channels.map((id) => directory.membersOfChannel(id)),
    ...usergroups.map((id) => directory.membersOfUsergroup(id)),
  ];
  const found = await Promise.allSettled(looks);
  if (found.some((look) => look.status === 'fulfilled' && look.value.has(userId))) return true;
  const failed = found.find((look) => look.status === 'rejected');
  if (failed) throw failed.reason;
  return false;
}

/** A rejection is met by whoever asks for the value, and by nobody when nobody does. */
async function settled<T>(promise: Promise<T>): Promise<() => Promise<T>> {
  await promise.catch(() => undefined);
  return () => promise;
}
