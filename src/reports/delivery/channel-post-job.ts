import type { JobPayload } from '../../jobs/catalog.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import {
  type ChannelPost,
  type ChannelPostRecords,
  createChannelPostRecords,
  isOvertaken,
  rankVerdict,
} from './channel-post-record.ts';
import {
  type ChannelPostWorkDependencies,
  createChannelPostWork,
  type PostOutcome,
  sendPost,
} from './channel-post-work.ts';
import { waitForTurn } from './channel-turn.ts';
import type { Content } from './content.ts';
import { DeliveryError } from './delivery-error.ts';
import { decideDeliveryRetry } from './delivery-retry.ts';
import type { Messenger, PostedMessage } from './messenger.ts';

type PostToChannel = JobPayload<'channel.post'>;

export interface ChannelPostDependencies extends ChannelPostWorkDependencies {
  readonly store: ReportStore;
  readonly messenger: Messenger;
  readonly sleep: Sleep;
}

/**
 * The job that keeps one post in one channel. The post's channel and ts are recorded before the job is done, so that a
 * repeat edits. Only a process that dies between Slack's answer and the record, or an answer of Slack's that is lost,
 * can make a second post: Slack has no way to post once.
 */
export function createChannelPostHandler(deps: ChannelPostDependencies) {
  const records = createChannelPostRecords(deps);
  const workOnPost = createChannelPostWork(deps);

  return function handleChannelPost(post: PostToChannel, context: JobContext): Promise<void> {
    return workOnPost(post, context, async () => {
      const outcome = await bringUpToDate(deps, records, post);
      if (post.final) for (const id of post.onceIds) await deps.subscriptions.remove(id);
      return outcome;
    });
  };
}

async function bringUpToDate(
  deps: ChannelPostDependencies,
  records: ChannelPostRecords,
  post: PostToChannel,
): Promise<PostOutcome> {
  const { messenger, store } = deps;
  const known = await records.load(post);
  if (known && isOvertaken(post, known)) return 'unchanged';
  const record = standingPost(known);
  const kept = post.content.kind === 'report' ? await store.getHead(post.key) : null;
  const head = kept && post.final ? withoutPromise(kept) : kept;
  const content: Content = head ? { kind: 'report', head } : withoutReport(post);
  const verdict = head?.summary.verdict ?? null;
  const { final, step } = post;
  const rowsRead = head?.rowsRead;
  const version = content.kind === 'no-report' ? JSON.stringify(content.failure) : versionOf(head);

  if (!record) {
    if (post.minimumGrade !== 'Good' && rankVerdict(verdict) < rankVerdict(post.minimumGrade)) return 'below minimum';
    await waitForTurn(deps, post);
    const posted = await sendPost(messenger, { kind: 'channel', channelId: post.channelId }, content);
    await records.save(post, { ...posted, told: verdict, version, final, concluded: false, step, rowsRead });
    return 'posted';
  }
  // One that was concluded goes on when somebody has subscribed again.
  if (record.version === version && record.final === final && !record.concluded) return 'unchanged';
  // Jobs may overtake one another: a notice that comes late does not take back the last word.
  if (record.final && !final) return 'unchanged';
  // A report that is there is not taken away by a later failure to read it better, nor by a thinner one.
  if (!head && record.told !== null) return 'unchanged';
  if (head && record.rowsRead !== undefined && head.rowsRead < record.rowsRead) return 'unchanged';

  const isWorse =
    record.told !== null && rankVerdict(verdict) > Math.max(rankVerdict(record.told), rankVerdict('Good'));
  if (isWorse) await waitForTurn(deps, post);
  const { channel, ts } = record;
  const posted = await sendPost(messenger, { kind: 'post', post: { channel, ts } }, content);
  const told = record.told === null || isWorse ? verdict : record.told;
  // Before the reply: a crash in between leads to none rather than to two.
  await records.save(post, { ...posted, told, version, final, concluded: false, step, rowsRead });
  if (isWorse && head) await reply(deps, post, posted, head, () => records.save(post, { ...record, ...posted }));
  return 'edited';
}

/** Nothing more is read by itself, whatever somebody who asked in the meantime was told. */
function withoutPromise(head: ReportHead): ReportHead {
  if (head.state !== 'preliminary') return head;
  return { ...head, state: head.participantCount === null ? 'unconfirmed' : 'incomplete' };
}

/** What stands there is edited when it would say something else. */
function versionOf(head: ReportHead | null): string {
  if (!head) return '';
  return head.thinnerRead ? `${head.readId}/${head.thinnerRead.readAt}` : head.readId;
}

/** Without a place nothing stands there: the channel was left before its first post. */
function standingPost(record: ChannelPost | null): (ChannelPost & PostedMessage) | null {
  return record === null || record.ts === null ? null : { ...record, ts: record.ts };
}

/** @param takeBack makes the record what it was, so that the job replies when it is run again */
async function reply(
  { messenger, logger }: ChannelPostDependencies,
  post: PostToChannel,
  posted: PostedMessage,
  head: ReportHead,
  takeBack: () => Promise<void>,
): Promise<void> {
  try {
    await messenger.send({ kind: 'thread', post: posted }, { kind: 'worse', head });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (decideDeliveryRetry(error).kind !== 'never') {
      await takeBack();
      throw error;
    }
    // As in a locked thread. The post itself could be edited, so that nothing is wrong with the channel.
    const { slackError } = error;
    logger.warn({ channel: post.channelId, occurrence: post.key, slackError }, 'Slack refused a reply');
  }
}

function withoutReport({
  key,
  webinarId,
  topic,
  content,
  final,
}: PostToChannel): Extract<Content, { kind: 'no-report' }> {
  const { failure, reference } =
    content.kind === 'failure' ? content : { failure: { kind: 'report-gone', report: key } as const, reference: '' };
  return { kind: 'no-report', webinar: { key, webinarId, topic }, failure, reference, final };
}
