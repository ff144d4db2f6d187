import { AppError } from '../errors.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import type { Directory } from './access-rule.ts';

/** A part of Slack's three seconds; whether the bot can post there is asked before. */
const ANSWER_WITHIN_MS = 1_800;

/** Whether somebody is in a channel, asked at the moment: who was just let in need not wait. @throws AppError `access-unknown` */
export type IsInChannel = (userId: string, channelId: string) => Promise<boolean>;

export function createIsInChannel(
  directory: Pick<Directory, 'membersOfChannel'>,
  missingScopeOf: (error: unknown) => string | null,
): IsInChannel {
  const late = () => new Error('Slack did not say in time');
  return async (userId, channelId) => {
    try {
      const members = await withTimeout(directory.membersOfChannel(channelId), ANSWER_WITHIN_MS, late);
      return members.has(userId);
    } catch (cause) {
      const failure = { kind: 'access-unknown', missingScope: missingScopeOf(cause) } as const;
      throw new AppError(failure, 'whether somebody is in a channel is not known', { cause });
    }
  };
}
