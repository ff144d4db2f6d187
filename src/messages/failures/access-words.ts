import type { Failure } from '../../errors.ts';
import { channelWords } from '../channel-words.ts';
import { code, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';

/** More would be a list to read; the operator knows all. */
const MOST_CHANNELS = 5;

/** Who may ask, and where: for somebody who may not, or of whom Slack did not say. */
export function accessWords(
  failure: Extract<Failure, { kind: 'not-allowed' | 'operators-only' | 'access-unknown' }>,
  ref: Mrkdwn,
): Mrkdwn {
  if (failure.kind === 'access-unknown') {
    return failure.missingScope === null
      ? mrkdwn`Slack did not tell me in time whether you may ask, so I did nothing. Try again in a few seconds; if it stays so, tell the operator. ${ref}`
      : mrkdwn`I can't find out whether you may ask: the Slack app lacks the scope ${code(failure.missingScope)}. A Slack admin can add it and install the app again. ${ref}`;
  }
  if (failure.kind === 'operators-only') {
    return failure.hasOperators
      ? mrkdwn`Only operators of the bot may do that. Ask one of them. ${ref}`
      : mrkdwn`Only operators of the bot may do that, and none are named yet: ${code('ACCESS_OPERATORS')} in its settings takes Slack's user IDs. ${ref}`;
  }
  const { reason, channels, namesOthers } = failure;
  if (reason !== 'not-listed') {
    return mrkdwn`Guests, bots and people of other organisations can't use me: only full members of this workspace may ask. Ask one of them for the report. ${ref}`;
  }
  if (channels.length === 0)
    return mrkdwn`Only people whom the operator has named may ask. Ask an operator to add you. ${ref}`;
  const places = inPlaces(channels);
  const who = namesOthers
    ? mrkdwn`people in ${places}, and others whom the operator has named,`
    : mrkdwn`people in ${places}`;
  return mrkdwn`Only ${who} may ask. Ask there, or an operator to add you. ${ref}`;
}

/** `#a`, `#a and #b`, `#a, #b and #c`; the rest is counted. */
function inPlaces(channels: readonly string[]): Mrkdwn {
  const named = channels.slice(0, MOST_CHANNELS).map(channelWords);
  const more = channels.length - named.length;
  const parts = more > 0 ? [...named, mrkdwn`${more} more`] : named;
  const last = parts.at(-1) ?? null;
  const before = parts.slice(0, -1);
  return before.length === 0 ? joinMrkdwn([last], '') : joinMrkdwn([joinMrkdwn(before, ', '), last], ' and ');
}
