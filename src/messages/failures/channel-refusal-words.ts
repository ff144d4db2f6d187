import { channelWords } from '../channel-words.ts';
import { code, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { sanitizeText } from '../text/sanitize.ts';

/** Why Slack did not take a message or a window, and what to do. `channel` is an ID or a name, blank when unknown. */
export function channelRefusalWords(channel: string, slackError: string, ref: Mrkdwn): Mrkdwn {
  const place = channelWords(channel);
  // Under any of its names: a window can be opened for three seconds after a click, once.
  if (slackError.includes('trigger')) {
    return mrkdwn`Slack stopped waiting before the window could be opened. Click again.`;
  }
  switch (slackError) {
    case 'not_in_channel':
    case 'channel_not_found':
      return mrkdwn`I can't post in ${place}: I am not a member. Type \`/invite @Webinar QoS\` there, then try again.`;
    case 'is_archived':
      return mrkdwn`I can't post in ${place}: it is archived. Choose another channel.`;
    case 'missing_scope':
      return mrkdwn`Slack refused: the app lacks a permission for this. The operator has to add it. ${ref}`;
    case 'no answer':
    case 'internal_error':
    case 'fatal_error':
      return mrkdwn`Slack did not say whether it took this (${code(slackError)}). If it is not there, try again in a minute; if it stays so, tell the operator. ${ref}`;
    case 'not_authed':
    case 'invalid_auth':
    case 'account_inactive':
    case 'token_expired':
    case 'token_revoked':
      return mrkdwn`Slack no longer accepts the bot's token. The operator has to look at ${code('SLACK_BOT_TOKEN')}. ${ref}`;
    default:
      return slackError.startsWith('restricted_action')
        ? mrkdwn`I can't post in ${place}: posting is restricted there. Ask its owners, or choose another channel.`
        : mrkdwn`Slack did not take this (${code(sanitizeText(slackError, 60))}). Try again in a minute; if it stays so, tell the operator. ${ref}`;
  }
}
