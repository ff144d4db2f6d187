import type { JobHandlers } from '../jobs/jobs.ts';
import { type ChannelPostDependencies, createChannelPostHandler } from '../reports/delivery/channel-post-job.ts';
import { createConcludePostHandler } from '../reports/delivery/conclude-post-job.ts';
import type { Messenger } from '../reports/delivery/messenger.ts';
import { createTellOwnerHandler } from '../reports/delivery/tell-owner.ts';
import type { ReportStore } from '../reports/store.ts';
import type { Subscriptions } from '../reports/subscriptions/subscription.ts';
import { sleep } from '../runtime/sleep.ts';
import type { Foundation } from './foundation.ts';

/** The jobs that bring something into a channel, or tell that nothing comes any more. */
export function composeDelivery({
  kv,
  locks,
  jobs,
  clock,
  metrics,
  logger,
  messenger,
  store,
  subscriptions,
  onAuthRefused,
}: Foundation & {
  messenger: Messenger;
  store: ReportStore;
  subscriptions: Subscriptions;
  onAuthRefused: (slackError: string) => void;
}): Pick<JobHandlers, 'channel.post' | 'channel.conclude' | 'owner.tell'> {
  const posting: ChannelPostDependencies = {
    ...{ kv, locks, jobs, store, messenger, subscriptions, clock, sleep, logger, onAuthRefused },
    onPosted(outcome, final, endedAt) {
      metrics.posts.inc({ outcome });
      if (endedAt === null || (outcome !== 'posted' && outcome !== 'edited')) return;
      const seconds = (clock.now() - Date.parse(endedAt)) / 1000;
      if (outcome === 'posted') metrics.firstPostSeconds.observe(seconds);
      if (final) metrics.finalPostSeconds.observe(seconds);
    },
  };
  return {
    'channel.post': createChannelPostHandler(posting),
    'channel.conclude': createConcludePostHandler(posting),
    'owner.tell': createTellOwnerHandler({ messenger, subscriptions }),
  };
}
