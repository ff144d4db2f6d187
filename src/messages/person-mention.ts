import { type Mrkdwn, mrkdwn } from './text/mrkdwn.ts';

/** A person by Slack's user id, for messages that only one person sees: a mention in a channel would call them. */
export function personMention(userId: string): Mrkdwn {
  return /^[UW][A-Z0-9]{2,30}$/.test(userId) ? { mrkdwn: `<@${userId}>` } : mrkdwn`somebody`;
}
