import type { JobHandlers } from '../jobs/jobs.ts';
import type { Messenger } from '../reports/delivery/messenger.ts';
import { createLiveCheckHandler, type FindNames } from '../reports/live/live-check-job.ts';
import { createLiveMinutes, type LiveMinutes } from '../reports/live/live-minutes.ts';
import { createLivePostHandler } from '../reports/live/live-post-job.ts';
import { createLiveWatch, type LiveWatch } from '../reports/live/live-watch.ts';
import { createLiveWebinars } from '../reports/live/live-webinars.ts';
import { createMinuteStore } from '../reports/live/minute-store.ts';
import type { Occurrences } from '../reports/reading/occurrences.ts';
import type { Subscriptions } from '../reports/subscriptions/subscription.ts';
import { sleep } from '../runtime/sleep.ts';
import type { HashIdentity } from '../webinar/host-key.ts';
import type { StartedEvent } from '../webinar/minute-record.ts';
import type { Foundation } from './foundation.ts';

/** Warnings while a webinar runs. */
export interface Live {
  started(event: StartedEvent): Promise<void>;
  readonly minutes: LiveMinutes;
  readonly watch: LiveWatch;
  readonly handlers: Pick<JobHandlers, 'live.check' | 'live.post'>;
}

export function composeLive({
  config,
  kv,
  locks,
  jobs,
  clock,
  metrics,
  logger,
  messenger,
  subscriptions,
  occurrences,
  findNames,
  hashIdentity,
  onAuthRefused,
}: Foundation & {
  messenger: Messenger;
  subscriptions: Subscriptions;
  occurrences: Pick<Occurrences, 'resolve'>;
  findNames: FindNames;
  hashIdentity: HashIdentity;
  onAuthRefused: (slackError: string) => void;
}): Live {
  const rules = config.liveRules;
  const store = createMinuteStore(kv);
  const webinars = createLiveWebinars({ kv, jobs, subscriptions, clock, hashIdentity });
  const isWatching = rules.length > 0;
  return {
    // Without a rule nothing is watched, and nothing has to be known.
    started: async (event) => (isWatching ? webinars.started(event) : undefined),
    minutes: createLiveMinutes({ store, webinars, jobs, thresholds: config.thresholds, isWatching, clock }),
    watch: createLiveWatch({ kv, jobs, store, webinars, clock }),
    handlers: {
      'live.check': createLiveCheckHandler({
        ...{ kv, locks, jobs, store, webinars, occurrences, findNames, rules, clock, logger },
      }),
      'live.post': createLivePostHandler({
        ...{ kv, locks, jobs, subscriptions, webinars, messenger, clock, sleep, logger, onAuthRefused },
        onPosted: (outcome) => metrics.livePosts.inc({ outcome }),
      }),
    },
  };
}
