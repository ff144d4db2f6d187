import { type JobContext, JobDelayed } from '../../jobs/job-queue.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Locks } from '../../storage/lock.ts';
import type { Subscriptions } from '../subscriptions/subscription.ts';
import { keepPause, respectPause } from './channel-turn.ts';
import type { Content } from './content.ts';
import { DeliveryError } from './delivery-error.ts';
import { decideDeliveryRetry, toJobError } from './delivery-retry.ts';
import type { Destination, Messenger, PostedMessage } from './messenger.ts';
import { pauseChannel } from './pause-channel.ts';

const LOCK_PAUSE_MS = 1_000;

export interface ChannelPostWorkDependencies {
  readonly kv: Kv;
  readonly locks: Locks;
  readonly jobs: Jobs;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onPosted: (outcome: PostOutcome, final: boolean, endedAt: string | null) => void;
  /** Slack refuses the bot itself. */
  readonly onAuthRefused: (slackError: string) => void;
}

export type PostOutcome =
  | 'posted'
  | 'edited'
  | 'concluded'
  | 'unchanged'
  | 'below minimum'
  | 'paused'
  | 'refused'
  | 'later';

/** The post of a run in a channel, as far as every job about it knows it. */
interface WorkPlace {
  readonly channelId: string;
  readonly key: string;
  readonly endedAt: string;
  readonly final: boolean;
}

/**
 * Does one job's work on a post: one at a time over all replicas, and none while Slack asks for a pause. What Slack
 * refuses becomes what the queue has to do.
 */
export function createChannelPostWork(deps: ChannelPostWorkDependencies) {
  const { locks, clock, logger } = deps;

  return async function workOnPost(
    place: WorkPlace,
    context: JobContext,
    work: () => Promise<PostOutcome>,
  ): Promise<void> {
    const { key, channelId, final, endedAt } = place;
    await respectPause(deps, channelId);
    const lock = await locks.acquire(keys.channelPostLock(key, channelId), context.jobId);
    if (!lock) throw new JobDelayed(new Date(clock.now() + LOCK_PAUSE_MS));
    try {
      const outcome = await work();
      deps.onPosted(outcome, final, endedAt);
      logger.info({ channel: channelId, occurrence: key, outcome, final }, 'a channel was served');
    } catch (error) {
      throw error instanceof DeliveryError ? await handleRefusal(deps, place, error) : error;
    } finally {
      await lock.release();
    }
  };
}

/** A message in a channel has a place; only of a response_url does Slack not tell it. */
export async function sendPost(messenger: Messenger, to: Destination, content: Content): Promise<PostedMessage> {
  const posted = await messenger.send(to, content);
  if (!posted) throw new Error('a post without a place');
  return posted;
}

/** Tells whom a refusal concerns; gives what the queue has to do. */
async function handleRefusal(
  deps: ChannelPostWorkDependencies,
  place: WorkPlace,
  error: DeliveryError,
): Promise<Error> {
  const { clock, logger, onPosted } = deps;
  const { channelId, key, final, endedAt } = place;
  const log = { channel: channelId, occurrence: key, slackError: error.slackError, kind: error.kind };
  const retry = decideDeliveryRetry(error);
  switch (error.kind) {
    case 'channel':
      onPosted('paused', final, null);
      logger.warn(log, 'a channel cannot be posted to any more; its subscriptions are paused');
      await pauseChannel(deps, channelId, error.slackError);
      break;
    case 'auth':
      onPosted('later', final, null);
      logger.error(log, 'Slack refuses the bot; an operator has to look at its token and scopes');
      deps.onAuthRefused(error.slackError);
      break;
    case 'passing':
      onPosted('later', final, null);
      logger.warn(log, 'Slack did not take a post; it is tried again');
      if (retry.kind === 'later') await keepPause(deps, channelId, retry.pauseMs);
      break;
    default:
      onPosted('refused', final, null);
      logger.error({ ...log, err: error }, 'Slack refused a post for good');
  }
  return toJobError(error, { now: clock.now(), dueSince: Date.parse(endedAt) });
}
