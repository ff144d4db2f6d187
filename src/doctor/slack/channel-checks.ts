import { z } from 'zod';
import { advice, type CheckResult, good, unseen, wrong } from '../check.ts';
import type { AskSlack } from './ask-slack.ts';
import { explainChannelRefusal } from './refusal-words.ts';

const TEST_TEXT = 'A test of `npm run doctor`; it is deleted at once.';

const Info = z.object({
  channel: z.object({
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
    is_private: z.boolean().optional(),
  }),
});
const Posted = z.object({ ts: z.string().regex(/^[\d.]{1,40}$/) });

/**
 * REPORT_CHANNEL, by looking alone.
 * @param mayPostAnywhere in public channels without having been invited
 */
export async function checkReportChannel(
  askSlack: AskSlack,
  token: string,
  channel: string,
  mayPostAnywhere: boolean,
): Promise<CheckResult> {
  const name = 'REPORT_CHANNEL';
  const answer = await askSlack('conversations.info', token, { channel });
  if (answer.kind === 'trouble') return unseen(name, answer.said, answer.act);
  if (answer.kind === 'refused') {
    if (answer.error === 'missing_scope') {
      return advice(name, 'cannot be looked at without channels:read and groups:read', 'Try it with --channel');
    }
    const { said, act } = explainChannelRefusal(answer.error);
    return wrong(name, said, act);
  }
  const info = Info.safeParse(answer.body).data?.channel;
  if (info?.is_archived) return wrong(name, ...words('is_archived'));
  if (info?.is_member === false && (info.is_private === true || !mayPostAnywhere))
    return wrong(name, ...words('not_in_channel'));
  return good(name, info?.is_member === true ? 'the bot is in it' : 'a public channel');
}

/** Posts a message and deletes it. */
export async function checkPosting(askSlack: AskSlack, token: string, channel: string): Promise<CheckResult> {
  const name = 'Posting';
  const posted = await askSlack('chat.postMessage', token, { channel, text: TEST_TEXT });
  if (posted.kind === 'trouble') return unseen(name, posted.said, posted.act);
  if (posted.kind === 'refused') return wrong(name, ...words(posted.error));
  const ts = Posted.safeParse(posted.body).data?.ts;
  const deleted = ts === undefined ? null : await askSlack('chat.delete', token, { channel, ts });
  if (deleted?.kind === 'ok') return good(name, 'a message was posted in the channel and deleted');
  return advice(name, 'a message was posted in the channel and could not be deleted', 'Delete it by hand');
}

function words(error: string): [said: string, act: string] {
  const { said, act } = explainChannelRefusal(error);
  return [said, act];
}
