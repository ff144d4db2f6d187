import type { JobPayload } from '../../jobs/catalog.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { ReportStore } from '../store.ts';
import { type ChannelPostRecords, createChannelPostRecords, isOvertaken } from './channel-post-record.ts';
import {
  type ChannelPostWorkDependencies,
  createChannelPostWork,
  type PostOutcome,
  sendPost,
} from './channel-post-work.ts';
import type { Content } from './content.ts';
import type { Messenger } from './messenger.ts';

type ConcludePost = JobPayload<'channel.conclude'>;

export interface ConcludePostDependencies extends ChannelPostWorkDependencies {
  readonly store: Pick<ReportStore, 'getHead'>;
  readonly messenger: Messenger;
  readonly sleep: Sleep;
}

/**
 * The job for a channel that nobody is subscribed in any more: what stands there promises no update after it. It edits
 * once, and never posts. Whoever subscribes again gets the post brought up to date by the next read.
 */
export function createConcludePostHandler(deps: ConcludePostDependencies) {
  const records = createChannelPostRecords(deps);
  const workOnPost = createChannelPostWork(deps);

  return function handleConcludePost(post: ConcludePost, context: JobContext): Promise<void> {
    return workOnPost({ ...post, final: false }, context, () => conclude(deps, records, post));
  };
}

async function conclude(
  { store, messenger }: ConcludePostDependencies,
  records: ChannelPostRecords,
  post: ConcludePost,
): Promise<PostOutcome> {
  const { key, channelId, webinarId, topic, step } = post;
  const record = await records.load(post);
  if (!record) {
    // A post that still waits in the queue finds this, and is not made.
    const nothing = { channel: channelId, ts: null, told: null, version: '', final: false };
    await records.save(post, { ...nothing, concluded: true, step });
    return 'unchanged';
  }
  const { channel, ts, told } = record;
  // The last word promises nothing, so that there is nothing to take back.
  if (ts === null || record.concluded || record.final || isOvertaken(post, record)) return 'unchanged';
  const head = told === null ? null : await store.getHead(key);
  // Of a report that is no longer kept nothing can be written anew, and it is not taken away.
  if (told !== null && !head) return 'unchanged';
  const content: Content = { kind: 'concluded', head, webinar: { key, webinarId, topic } };
  const posted = await sendPost(messenger, { kind: 'post', post: { channel, ts }, isEditOnly: true }, content);
  await records.save(post, { ...record, ...posted, version: head?.readId ?? record.version, concluded: true, step });
  return 'concluded';
}
