import type { Config } from '../config.ts';
import type { JobName } from '../jobs/catalog.ts';
import type { JobHandler, JobQueue } from '../jobs/job-queue.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { createSettleHandler, type SettleDependencies } from '../reports/automatic/automatic-report-job.ts';
import { createAudience } from '../reports/automatic/recipients.ts';
import { createSweepHandler, SWEEP_EVERY_MS } from '../reports/automatic/sweep-job.ts';
import { createEndedHandler, type HandleEnded } from '../reports/automatic/webinar-ended.ts';
import { createPostHandler } from '../reports/delivery/channel-post-job.ts';
import type { ChannelCourier, Courier } from '../reports/delivery/messenger.ts';
import type { ReportStore } from '../reports/store.ts';
import type { Subscriptions } from '../reports/subscriptions/subscription.ts';
import { createTellPausedHandler } from '../reports/subscriptions/tell-owner-job.ts';
import type { Clock } from '../runtime/clock.ts';
import { sleep } from '../runtime/sleep.ts';
import type { Kv } from '../storage/kv.ts';
import type { WebinarSource } from '../webinar/source.ts';

/** What happens by itself when a webinar ends. */
export interface Automatic {
  readonly handleEnded: HandleEnded;
  readonly handlers: Readonly<Record<'settle' | 'post' | 'tell-paused' | 'sweep', JobHandler>>;
  /** A sweep now, for what ended while no bot was there, and then every half hour; on one replica only. */
  startSweeps(): Promise<void>;
}

export function composeAutomatic({
  config,
  kv,
  queue,
  clock,
  metrics,
  logger,
  source,
  courier,
  store,
  subscriptions,
  hashIdentity,
  onAuthRefused,
  ...reading
}: {
  config: Config;
  kv: Kv;
  queue: JobQueue;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  source: WebinarSource;
  courier: Courier & ChannelCourier;
  store: ReportStore;
  subscriptions: Subscriptions;
  hashIdentity: (text: string) => string;
  onAuthRefused: (slackError: string) => void;
} & Pick<SettleDependencies, 'occurrences' | 'locks' | 'postponements' | 'makeReport' | 'newReference'>): Automatic {
  const { delaysSeconds } = config.reports;
  const handleEnded = createEndedHandler({
    ...{ kv, queue, clock, logger, hashIdentity, delaysSeconds },
    occurrences: reading.occurrences,
  });
  return {
    handleEnded,
    async startSweeps() {
      await queue.schedule('sweep' satisfies JobName, SWEEP_EVERY_MS);
      // A schedule that is stored already goes on as it was, and its next run may be half an hour away.
      await queue
        .add('sweep' satisfies JobName, {}, { id: 'schedule' })
        .catch((err: unknown) => logger.warn({ err }, 'what ended in the meantime is looked for at the next sweep'));
    },
    handlers: {
      settle: createSettleHandler({
        ...{ kv, queue, source, clock, logger, delaysSeconds },
        audience: createAudience({ subscriptions, queue }),
        ...reading,
      }),
      post: createPostHandler({
        ...{ kv, queue, store, courier, subscriptions, clock, logger, onAuthRefused },
        wait: sleep,
        onPosted(outcome, final, endedAt) {
          metrics.posts.inc({ outcome });
          if (endedAt === null || (outcome !== 'posted' && outcome !== 'edited')) return;
          const seconds = (clock.now() - Date.parse(endedAt)) / 1000;
          if (outcome === 'posted') metrics.firstPostSeconds.observe(seconds);
          if (final) metrics.finalPostSeconds.observe(seconds);
        },
      }),
      'tell-paused': createTellPausedHandler(courier),
      sweep: createSweepHandler({
        ...{ source, subscriptions, handleEnded, hashIdentity, clock, logger },
        onSwept(found) {
          metrics.sweeps.inc();
          metrics.sweptWebinars.inc(found);
        },
      }),
    },
  };
}
