import { createHmac, randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isActive } from '../qos/active.ts';
import { analyseWebinar } from '../qos/analyse.ts';
import { DEFAULT_THRESHOLDS } from '../qos/thresholds.ts';
import { createAnswering } from '../reports/answering.ts';
import { createBuildHandler } from '../reports/build.ts';
import { createBuildLocks } from '../reports/build-lock.ts';
import { createCheckpoints } from '../reports/checkpoint.ts';
import { createDeliverHandler } from '../reports/deliver.ts';
import { JOBS, type JobName } from '../reports/jobs.ts';
import { createReportMaker } from '../reports/make-report.ts';
import { createOccurrences } from '../reports/occurrences.ts';
import {
  type Clock,
  type Courier,
  JobDelayed,
  type JobHandler,
  JobInterrupted,
  type JobQueue,
  type Kv,
  type WebinarSource,
} from '../reports/ports.ts';
import { createPostponements } from '../reports/postpone.ts';
import type { ProgressTeller } from '../reports/progress.ts';
import { createRequest, type Request } from '../reports/request.ts';
import type { ReportStore } from '../reports/store.ts';
import { createVisitConverter } from '../reports/to-visit.ts';
import type { WaitingList } from '../reports/waiting.ts';
import { waitFor } from '../zoom/wait.ts';

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
}): { request: Request } {
  const newId = () => randomUUID().replaceAll('-', '');
  const { ttlSeconds } = config.reports;
  const hashIdentity = createIdentityHash(config.zoom.clientSecret);
  const checkpoints = createCheckpoints({ kv, clock });
  const occurrences = createOccurrences({ kv, source, clock, wait: waitFor, newId, hashIdentity });
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

  const handlers: Record<JobName, JobHandler> = {
    'build-report': createBuildHandler({
      occurrences,
      store,
      waiting,
      locks: createBuildLocks(kv),
      answering,
      postponements: createPostponements({ kv, clock }),
      makeReport,
      clock,
      logger,
    }),
    deliver: createDeliverHandler({ store, waiting, courier, clock, logger }),
  };
  for (const [name, handler] of Object.entries(handlers)) {
    // Object.entries forgets that the keys are JobNames.
    queue.handle(name, JOBS[name as JobName], counted(name, handler, metrics));
  }

  return {
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

/** Derived from the client secret, so that all replicas make the same hashes and nobody else can. */
function createIdentityHash(clientSecret: string): (text: string) => string {
  const key = createHmac('sha256', clientSecret).update('identity keys').digest();
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 16);
}

function counted(name: string, handler: JobHandler, metrics: Metrics): JobHandler {
  return async (data, context) => {
    try {
      await handler(data, context);
      metrics.jobs.inc({ name, outcome: 'done' });
    } catch (error) {
      const later = error instanceof JobDelayed || error instanceof JobInterrupted;
      metrics.jobs.inc({ name, outcome: later ? 'later' : 'failed' });
      throw error;
    }
  };
}
