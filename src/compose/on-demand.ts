import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { JobHandler, JobQueue } from '../jobs/job-queue.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isActive } from '../qos/active.ts';
import { analyseWebinar } from '../qos/analyse.ts';
import { DEFAULT_THRESHOLDS } from '../qos/thresholds.ts';
import type { SettleDependencies } from '../reports/automatic/automatic-report-job.ts';
import { createDeliverHandler } from '../reports/delivery/deliver-answer-job.ts';
import type { Courier } from '../reports/delivery/messenger.ts';
import { createAnswering } from '../reports/on-demand/answer-requests.ts';
import type { WaitingList } from '../reports/on-demand/pending-requests.ts';
import type { ProgressTeller } from '../reports/on-demand/progress.ts';
import { createBuildHandler } from '../reports/on-demand/read-report-job.ts';
import { createRequest, type Request } from '../reports/on-demand/request-report.ts';
import { createCheckpoints } from '../reports/reading/checkpoint.ts';
import { createReportMaker } from '../reports/reading/make-report.ts';
import { createOccurrences } from '../reports/reading/occurrences.ts';
import { createBuildLocks } from '../reports/reading/read-lock.ts';
import { createPostponements } from '../reports/reading/read-retry.ts';
import { createVisitConverter } from '../reports/reading/to-visit.ts';
import type { ReportStore } from '../reports/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { sleep } from '../runtime/sleep.ts';
import type { Kv } from '../storage/kv.ts';
import type { WebinarSource } from '../webinar/source.ts';
import { createIdentityHash } from './identity-hash.ts';

/** Reports that people ask for. */
export interface AskedReports {
  readonly request: Request;
  readonly handlers: Readonly<Record<'build-report' | 'deliver', JobHandler>>;
  /** What the automatic reports read with, too: one lock, one pause, one look-up for both. */
  readonly reading: Pick<SettleDependencies, 'occurrences' | 'makeReport' | 'locks' | 'postponements'>;
}

/** The use cases: asking for a report, and the jobs behind it. */
export function composeReports({
  config,
  kv,
  queue,
  clock,
  metrics,
  logger,
  source,
  courier,
  store,
  waiting,
  progress,
}: {
  config: Config;
  kv: Kv;
  queue: JobQueue;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  source: WebinarSource;
  courier: Courier;
  store: ReportStore;
  waiting: WaitingList;
  progress: ProgressTeller;
}): AskedReports {
  const newId = () => randomUUID().replaceAll('-', '');
  const { ttlSeconds } = config.reports;
  const hashIdentity = createIdentityHash(config.zoom.clientSecret);
  const checkpoints = createCheckpoints({ kv, clock });
  const occurrences = createOccurrences({ kv, source, clock, wait: sleep, newId, hashIdentity });
  const answering = createAnswering({ queue, waiting, kv });
  const makeReport = createReportMaker({
    source,
    checkpoints,
    store,
    progress,
    clock,
    logger,
    newId,
    toVisit: createVisitConverter(hashIdentity, (stream) => isActive(stream, DEFAULT_THRESHOLDS)),
    analyse: (visits) => analyseWebinar(visits, DEFAULT_THRESHOLDS),
    ownLimits: false,
    ttlSeconds,
    onRead(outcome, durationMs, rows) {
      metrics.builds.inc({ outcome });
      metrics.buildSeconds.observe(durationMs / 1000);
      metrics.rowsRead.inc(rows);
    },
  });

  const reading = {
    occurrences,
    makeReport,
    locks: createBuildLocks(kv),
    postponements: createPostponements({ kv, clock }),
  };
  return {
    reading,
    handlers: {
      'build-report': createBuildHandler({ ...reading, store, waiting, answering, clock, logger }),
      deliver: createDeliverHandler({ store, waiting, courier, clock, logger }),
    },
    request: createRequest({
      store,
      occurrences,
      checkpoints,
      waiting,
      queue,
      clock,
      newId,
      onAsk: (from) => metrics.asks.inc({ from }),
    }),
  };
}
