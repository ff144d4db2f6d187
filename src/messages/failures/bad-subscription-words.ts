import type { Failure } from '../../errors.ts';
import { channelWords } from '../channel-words.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { sanitizeText } from '../text/sanitize.ts';

/** Why something cannot be subscribed to as it was typed, and how to type it. */
export function badSubscriptionWords({ problem, input }: Extract<Failure, { kind: 'bad-subscription' }>): Mrkdwn {
  const typed = sanitizeText(input, 60);
  const quoted = typed === '' ? 'That' : `“${typed}”`;
  switch (problem) {
    case 'form':
      return mrkdwn`${quoted} is nothing to subscribe to. Use \`/webinar-qos subscribe\` alone for every webinar, or put the 9 to 11 digits of one behind it, \`topic: all-hands\`, or \`host:\` and an e-mail address.`;
    case 'occurrence':
      return mrkdwn`This names one run of a webinar by its UUID, and a subscription goes by the number of the webinar. Use the 9 to 11 digits from the invitation, as in \`/webinar-qos subscribe 932 0123 5621\`.`;
    case 'topic':
      return mrkdwn`A topic needs a part of the webinar's title, at most 200 characters long, as in \`/webinar-qos subscribe topic: all-hands\`.`;
    case 'host':
      return mrkdwn`${quoted} is no e-mail address and no Zoom user ID. Use the address that the host has in Zoom, as in \`/webinar-qos subscribe host: jane@example.com\`.`;
    case 'slack-user':
      return mrkdwn`A Slack name does not tell who the host is in Zoom. Use the e-mail address that the host has there, as in \`/webinar-qos subscribe host: jane@example.com\`.`;
    case 'grade':
      return mrkdwn`Behind “only” goes fair, poor or bad: a report is then posted when the webinar was that bad or worse, as in \`/webinar-qos subscribe only poor\`.`;
    case 'channel':
      return mrkdwn`Slack does not tell me which channel ${quoted} is. Type # and choose it from the list that opens; in a private channel, type the command there without a channel's name.`;
    case 'repeated':
      return mrkdwn`One channel and one “only” at a time, please. For another channel, subscribe again.`;
    case 'not-a-member':
      return mrkdwn`Only people who are in ${channelWords(input)} can change what is posted there, and as far as Slack tells me you are not. Join it, or ask somebody who is in it.`;
    case 'conversation':
      return mrkdwn`I can't post in a conversation between other people. Subscribe in a channel, or in your direct messages with me.`;
  }
}
