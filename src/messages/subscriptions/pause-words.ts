import { code, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { sanitizeText } from '../text/sanitize.ts';

/**
 * Why nothing is posted in a channel any more, and what has to be done before it can go on; `remedy` is null when nothing has.
 * @param reason `Subscription.paused`
 */
export function pauseWords(reason: string): { readonly why: Mrkdwn; readonly remedy: Mrkdwn | null } {
  const invite = mrkdwn`Type \`/invite @Webinar QoS\` there`;
  const askOwners = mrkdwn`Ask the owners of the channel to let me post`;
  switch (reason) {
    case 'owner-left':
      return { why: mrkdwn`whoever subscribed is not in this workspace any more`, remedy: null };
    case 'owner-lost-access':
      return { why: mrkdwn`whoever subscribed may not ask me any more`, remedy: null };
    case 'is_archived':
      return { why: mrkdwn`the channel is archived`, remedy: mrkdwn`Unarchive it` };
    case 'not_in_channel':
      return { why: mrkdwn`I am not a member of the channel any more`, remedy: invite };
    case 'channel_not_found':
      return { why: mrkdwn`the channel was deleted, or is private and I am no member`, remedy: invite };
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
      return { why: mrkdwn`only some people may post there`, remedy: askOwners };
    case 'restricted_action_thread_only_channel':
      return { why: mrkdwn`the channel takes replies in threads only`, remedy: askOwners };
    case 'restricted_action_non_threadable_channel':
    case 'restricted_action_thread_locked':
      return { why: mrkdwn`threads are locked there`, remedy: askOwners };
    case 'ekm_access_denied':
      return {
        why: mrkdwn`your organisation has suspended access to its messages`,
        remedy: mrkdwn`Ask a Slack admin to restore it`,
      };
    case 'messages_tab_disabled':
      return {
        why: mrkdwn`direct messages with this app are turned off`,
        remedy: mrkdwn`Ask the operator to turn on its messages tab`,
      };
    default:
      return {
        why: mrkdwn`Slack refused it (${code(sanitizeText(reason, 60))})`,
        remedy: mrkdwn`Ask the operator what to do`,
      };
  }
}
