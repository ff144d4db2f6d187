import { z } from 'zod';
import type { JobName, TellPaused } from '../../jobs/catalog.ts';
import { Post } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobFailedForGood, type JobQueue } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parseStored } from '../../storage/stored-value.ts';
import type { ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import type { Subscriptions } from '../subscriptions/subscription.ts';
import { waitForTurn } from './channel-turn.ts';
import { type ChannelCourier, type Content, DeliveryError, type PostedMessage } from './messenger.ts';

const LOCK_SECONDS = 60;
const LOCK_PAUSE_MS = 1_000;
/** What Slack refuses the bot is the operator's work; until then nothing is hammered and nothing is lost. */
const AUTH_PAUSE_MS = 10 * 60_000;
const AUTH_PATIENCE_MS = 24 * 3_600_000;
/** Waiting does not use up a try, so it must never be for nothing; nor is Slack believed to need longer than this. */
const LEAST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_600_000;
const RECORD_TTL_SECONDS = 14 * 24 * 3600;
const RECORD_TRIES = 6;
const RECORD_PAUSE_MS = 1_000;
const VERDICTS = ['No data', 'Good', 'Fair', 'Poor', 'Bad'] as const;

/** The message that stands in a channel for one occurrence. */
const Posted = z.object({
  channel: z.string(),
  ts: z.string(),
  /** The worst verdict that people were told of; null for a message without one. */
  told: z.enum(VERDICTS).nullable(),
  /** `readId` or failure of what stands there. */
  version: z.string(),
  /** Whether that is the last word. */
  final: z.boolean(),
});
type Posted = z.infer<typeof Posted>;

export interface PostDependencies {
  readonly kv: Kv;
  readonly queue: JobQueue;
  readonly store: ReportStore;
  readonly courier: ChannelCourier;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly wait: Sleep;
  readonly logger: Logger;
  readonly onPosted: (outcome: PostOutcome, final: boolean, endedAt: string | null) => void;
  /** Slack refuses the bot itself. */
  readonly onAuthRefused: (slackError: string) => void;
}

export type PostOutcome = 'posted' | 'edited' | 'unchanged' | 'below minimum' | 'paused' | 'refused' | 'later';

/**
 * The job that keeps one message in one channel. The message's channel and ts are recorded before the job is done, so
 * that a repeat edits. Only a process that dies between Slack's answer and the record, or an answer of Slack's that is
 * lost, can make a second message: Slack has no way to post once.
 */
export function createPostHandler(deps: PostDependencies) {
  const { kv, clock, logger } = deps;

  return async function handlePost(data: unknown, context: JobContext): Promise<void> {
    const post = Post.parse(data);
    const lock = keys.posting(post.key, post.channelId);
    const mine =
      (await kv.setIfAbsent(lock, context.jobId, LOCK_SECONDS)) ||
      (await kv.expireIfEquals(lock, context.jobId, LOCK_SECONDS));
    if (!mine) throw new JobDelayed(new Date(clock.now() + LOCK_PAUSE_MS));
    try {
      const outcome = await bringUpToDate(deps, post);
      deps.onPosted(outcome, post.final, post.endedAt);
      logger.info(
        { channel: post.channelId, occurrence: post.key, outcome, final: post.final },
        'a channel was served',
      );
      if (post.final) for (const id of post.onceIds) await deps.subscriptions.remove(id);
    } catch (error) {
      throw await handleRefusal(deps, post, error);
    } finally {
      await kv.deleteIfEquals(lock, context.jobId).catch(() => false);
    }
  };
}

async function bringUpToDate(deps: PostDependencies, post: Post): Promise<PostOutcome> {
  const { kv, courier, store } = deps;
  const recordKey = keys.posted(post.key, post.channelId);
  const record = parseStored(Posted, await kv.get(recordKey));
  const kept = post.content.kind === 'report' ? await store.getHead(post.key) : null;
  // Whoever asked in the meantime may have read it again, as one read among others: here it is the last word.
  const head: ReportHead | null = kept && post.final ? { ...kept, state: 'final' } : kept;
  const content: Content = head ? { kind: 'report', head } : withoutReport(post);
  const verdict = head?.summary.verdict ?? null;
  const { final } = post;
  const version = content.kind === 'no-report' ? JSON.stringify(content.failure) : (head?.readId ?? '');

  if (!record) {
    if (post.minimumGrade !== 'Good' && rank(verdict) < rank(post.minimumGrade)) return 'below minimum';
    await waitForTurn(deps, post);
    const posted = await courier.post(post.channelId, content);
    await save(deps, recordKey, { ...posted, told: verdict, version, final });
    return 'posted';
  }
  if (record.version === version && record.final === final) return 'unchanged';
  // Jobs may overtake one another: a notice that comes late does not take back the last word.
  if (record.final && !final) return 'unchanged';
  // A report that is there is not taken away by a later failure to read it better.
  if (!head && record.told !== null) return 'unchanged';

  const isWorse = record.told !== null && rank(verdict) > Math.max(rank(record.told), rank('Good'));
  if (isWorse) await waitForTurn(deps, post);
  const message = await courier.update(record, content);
  const told = record.told === null || isWorse ? verdict : record.told;
  // Before the reply: a crash in between leads to none rather than to two.
  await save(deps, recordKey, { ...message, told, version, final });
  if (isWorse && head) {
    await reply(deps, post, message, head, () => save(deps, recordKey, { ...record, ...message }));
  }
  return 'edited';
}

/** @param takeBack makes the record what it was, so that the job replies when it is run again */
async function reply(
  { courier, logger }: PostDependencies,
  post: Post,
  message: PostedMessage,
  head: ReportHead,
  takeBack: () => Promise<void>,
): Promise<void> {
  try {
    await courier.replyWorse(message, head);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.kind === 'passing') {
      await takeBack();
      throw error;
    }
    // As in a locked thread. The message itself could be edited, so that nothing is wrong with the channel.
    const { slackError } = error;
    logger.warn({ channel: post.channelId, occurrence: post.key, slackError }, 'Slack refused a reply');
  }
}

/** A message that is not recorded would be posted again: the store gets some time to come back. */
async function save({ kv, wait }: PostDependencies, recordKey: string, posted: Posted): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await kv.set(recordKey, JSON.stringify(posted), RECORD_TTL_SECONDS);
    } catch (error) {
      if (tries === RECORD_TRIES) throw error;
      await wait(RECORD_PAUSE_MS);
    }
  }
}

function withoutReport({ key, webinarId, topic, content, final }: Post): Extract<Content, { kind: 'no-report' }> {
  const { failure, reference } =
    content.kind === 'failure' ? content : { failure: { kind: 'report-gone', report: key } as const, reference: '' };
  return { kind: 'no-report', webinar: { key, webinarId, topic }, failure, reference, final };
}

/** How bad; no verdict is no reason to worry. */
function rank(verdict: Posted['told']): number {
  return verdict === null ? 0 : VERDICTS.indexOf(verdict);
}

/** What the queue has to do with a post that Slack did not take. */
async function handleRefusal(deps: PostDependencies, post: Post, error: unknown): Promise<unknown> {
  if (!(error instanceof DeliveryError)) return error;
  const { clock, logger, onPosted } = deps;
  const log = { channel: post.channelId, occurrence: post.key, slackError: error.slackError, kind: error.kind };
  switch (error.kind) {
    case 'channel': {
      onPosted('paused', post.final, null);
      logger.warn(log, 'a channel cannot be posted to any more; its subscriptions are paused');
      await pause(deps, post.channelId, error.slackError);
      return new JobFailedForGood(error.message, { cause: error });
    }
    case 'auth': {
      onPosted('later', post.final, null);
      logger.error(log, 'Slack refuses the bot; an operator has to look at its token and scopes');
      deps.onAuthRefused(error.slackError);
      const isWorthWaiting = clock.now() - Date.parse(post.endedAt) <= AUTH_PATIENCE_MS;
      return isWorthWaiting
        ? new JobDelayed(new Date(clock.now() + (error.retryAfterMs ?? AUTH_PAUSE_MS)))
        : new JobFailedForGood(error.message, { cause: error });
    }
    case 'passing': {
      onPosted('later', post.final, null);
      logger.warn(log, 'Slack did not take a post; it is tried again');
      if (error.retryAfterMs === null) return error;
      const pauseMs = Math.min(Math.max(error.retryAfterMs, LEAST_PAUSE_MS), LONGEST_PAUSE_MS);
      return new JobDelayed(new Date(clock.now() + pauseMs));
    }
    default:
      onPosted('refused', post.final, null);
      logger.error({ ...log, err: error }, 'Slack refused a post for good');
      return new JobFailedForGood(error.message, { cause: error });
  }
}

/**
 * Pauses the channel's subscriptions and tells each owner once, however many subscriptions they have there. The telling
 * is stored first: a crash in between finds the subscriptions active and stores it again, mostly under an id still taken.
 */
async function pause({ subscriptions, queue }: PostDependencies, channelId: string, reason: string): Promise<void> {
  const all = await subscriptions.all();
  const active = all.filter((one) => one.channelId === channelId && one.paused === null);
  const owners = new Set(active.flatMap(({ createdBy }) => createdBy ?? []));
  for (const userId of owners) {
    const tell: TellPaused = { userId, channelId, reason };
    await queue.add('tell-paused' satisfies JobName, tell, { id: `tell-paused-${channelId}-${userId}` });
  }
  await subscriptions.pauseChannel(channelId, reason);
}
