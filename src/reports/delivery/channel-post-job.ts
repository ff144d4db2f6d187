import type { JobPayload } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed } from '../../jobs/job-queue.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Locks } from '../../storage/lock.ts';
import type { ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import type { Subscriptions } from '../subscriptions/subscription.ts';
import { type ChannelPostRecords, createChannelPostRecords, rankVerdict } from './channel-post-record.ts';
import { keepPause, respectPause, waitForTurn } from './channel-turn.ts';
import type { Content } from './content.ts';
import { DeliveryError } from './delivery-error.ts';
import { decideDeliveryRetry, toJobError } from './delivery-retry.ts';
import type { Destination, Messenger, PostedMessage } from './messenger.ts';
import { pauseChannel } from './pause-channel.ts';

const LOCK_PAUSE_MS = 1_000;

type PostToChannel = JobPayload<'channel.post'>;

export interface ChannelPostDependencies {
  readonly kv: Kv;
  readonly locks: Locks;
  readonly jobs: Jobs;
  readonly store: ReportStore;
  readonly messenger: Messenger;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly onPosted: (outcome: PostOutcome, final: boolean, endedAt: string | null) => void;
  /** Slack refuses the bot itself. */
  readonly onAuthRefused: (slackError: string) => void;
}

export type PostOutcome = 'posted' | 'edited' | 'unchanged' | 'below minimum' | 'paused' | 'refused' | 'later';

/**
 * The job that keeps one post in one channel. The post's channel and ts are recorded before the job is done, so that a
 * repeat edits. Only a process that dies between Slack's answer and the record, or an answer of Slack's that is lost,
 * can make a second post: Slack has no way to post once.
 */
export function createChannelPostHandler(deps: ChannelPostDependencies) {
  const { locks, clock, logger } = deps;
  const records = createChannelPostRecords(deps);

  return async function handleChannelPost(post: PostToChannel, context: JobContext): Promise<void> {
    await respectPause(deps, post.channelId);
    const lock = await locks.acquire(keys.channelPostLock(post.key, post.channelId), context.jobId);
    if (!lock) throw new JobDelayed(new Date(clock.now() + LOCK_PAUSE_MS));
    try {
      const outcome = await bringUpToDate(deps, records, post);
      deps.onPosted(outcome, post.final, post.endedAt);
      logger.info(
        { channel: post.channelId, occurrence: post.key, outcome, final: post.final },
        'a channel was served',
      );
      if (post.final) for (const id of post.onceIds) await deps.subscriptions.remove(id);
    } catch (error) {
      throw error instanceof DeliveryError ? await handleRefusal(deps, post, error) : error;
    } finally {
      await lock.release();
    }
  };
}

async function bringUpToDate(
  deps: ChannelPostDependencies,
  records: ChannelPostRecords,
  post: PostToChannel,
): Promise<PostOutcome> {
  const { messenger, store } = deps;
  const record = await records.load(post);
  const kept = post.content.kind === 'report' ? await store.getHead(post.key) : null;
  // Whoever asked in the meantime may have read it again, as one read among others: here it is the last word.
  const head: ReportHead | null = kept && post.final ? { ...kept, state: 'final' } : kept;
  const content: Content = head ? { kind: 'report', head } : withoutReport(post);
  const verdict = head?.summary.verdict ?? null;
  const { final } = post;
  const version = content.kind === 'no-report' ? JSON.stringify(content.failure) : (head?.readId ?? '');

  if (!record) {
    if (post.minimumGrade !== 'Good' && rankVerdict(verdict) < rankVerdict(post.minimumGrade)) return 'below minimum';
    await waitForTurn(deps, post);
    const posted = await sendPost(messenger, { kind: 'channel', channelId: post.channelId }, content);
    await records.save(post, { ...posted, told: verdict, version, final });
    return 'posted';
  }
  if (record.version === version && record.final === final) return 'unchanged';
  // Jobs may overtake one another: a notice that comes late does not take back the last word.
  if (record.final && !final) return 'unchanged';
  // A report that is there is not taken away by a later failure to read it better.
  if (!head && record.told !== null) return 'unchanged';

  const isWorse =
    record.told !== null && rankVerdict(verdict) > Math.max(rankVerdict(record.told), rankVerdict('Good'));
  if (isWorse) await waitForTurn(deps, post);
  const { channel, ts } = record;
  const posted = await sendPost(messenger, { kind: 'post', post: { channel, ts } }, content);
  const told = record.told === null || isWorse ? verdict : record.told;
  // Before the reply: a crash in between leads to none rather than to two.
  await records.save(post, { ...posted, told, version, final });
  if (isWorse && head) await reply(deps, post, posted, head, () => records.save(post, { ...record, ...posted }));
  return 'edited';
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

/** A message in a channel has a place; only of a response_url does Slack not tell it. */
async function sendPost(messenger: Messenger, to: Destination, content: Content): Promise<PostedMessage> {
  const posted = await messenger.send(to, content);
  if (!posted) throw new Error('a post without a place');
  return posted;
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

/** Tells whom a refusal concerns; gives what the queue has to do. */
async function handleRefusal(deps: ChannelPostDependencies, post: PostToChannel, error: DeliveryError): Promise<Error> {
  const { clock, logger, onPosted } = deps;
  const log = { channel: post.channelId, occurrence: post.key, slackError: error.slackError, kind: error.kind };
  const retry = decideDeliveryRetry(error);
  switch (error.kind) {
    case 'channel':
      onPosted('paused', post.final, null);
      logger.warn(log, 'a channel cannot be posted to any more; its subscriptions are paused');
      await pauseChannel(deps, post.channelId, error.slackError);
      break;
    case 'auth':
      onPosted('later', post.final, null);
      logger.error(log, 'Slack refuses the bot; an operator has to look at its token and scopes');
      deps.onAuthRefused(error.slackError);
      break;
    case 'passing':
      onPosted('later', post.final, null);
      logger.warn(log, 'Slack did not take a post; it is tried again');
      if (retry.kind === 'later') await keepPause(deps, post.channelId, retry.pauseMs);
      break;
    default:
      onPosted('refused', post.final, null);
      logger.error({ ...log, err: error }, 'Slack refused a post for good');
  }
  return toJobError(error, { now: clock.now(), dueSince: Date.parse(post.endedAt) });
}
