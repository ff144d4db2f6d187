import { isActive } from '../qos/active.ts';
import { type Collecting, createCollecting } from '../reports/collecting/collecting.ts';
import { LEAST_RUN_LIFE_SECONDS } from '../reports/noted-run.ts';
import { createJobDeaths, type JobDeaths } from '../reports/reading/job-deaths.ts';
import { createKeptLists } from '../reports/reading/list/kept-list.ts';
import { createReportMaker, type MakeReport } from '../reports/reading/make-report.ts';
import { createOccurrences, type Occurrences } from '../reports/reading/occurrences.ts';
import { type Checkpoints, createCheckpoints } from '../reports/reading/pages/checkpoint.ts';
import { createVisitConverter } from '../reports/reading/pages/to-visit.ts';
import { createReadGate, MOST_READS, MOST_READS_IN_MEMORY } from '../reports/reading/read-gate.ts';
import { createReadRetries, type ReadRetries } from '../reports/reading/read-retry.ts';
import { createReadSpeed, type ReadSpeed } from '../reports/reading/read-speed.ts';
import type { ReportStore } from '../reports/store.ts';
import { newId, newReference } from '../runtime/new-id.ts';
import { sleep } from '../runtime/sleep.ts';
import type { HashIdentity } from '../webinar/host-key.ts';
import type { WebinarSource } from '../webinar/source.ts';
import type { Foundation } from './foundation.ts';
import type { QualityCount } from './webinar-quality.ts';

/** What reports are read with, asked for or automatic: one look-up, one retry schedule, one checkpoint for both. */
export interface Reading {
  readonly occurrences: Occurrences;
  readonly checkpoints: Checkpoints;
  readonly readRetries: ReadRetries;
  readonly readSpeed: ReadSpeed;
  readonly jobDeaths: JobDeaths;
  readonly makeReport: MakeReport;
  /** What Zoom pushes of single visits. */
  readonly collecting: Collecting;
}

export function composeReading({
  config,
  kv,
  locks,
  clock,
  metrics,
  logger,
  source,
  store,
  hashIdentity,
  quality,
}: Foundation & {
  source: WebinarSource;
  store: ReportStore;
  hashIdentity: HashIdentity;
  quality: QualityCount;
}): Reading {
  const checkpoints = createCheckpoints({ kv, clock });
  const readSpeed = createReadSpeed();
  const { thresholds } = config;
  const { ttlSeconds, maxCollected } = config.reports;
  const toVisit = createVisitConverter(hashIdentity, (stream) => isActive(stream, thresholds));
  const collecting = createCollecting({
    ...{ kv, clock, logger, toVisit, ttlSeconds },
    maxVisits: maxCollected,
    onDropped: (visits) => metrics.collectedVisitsDropped.inc(visits),
  });
  // A series that begins with its first failure has not risen: alerts would miss it.
  for (const outcome of ['read', 'failed'] as const) metrics.reads.inc({ outcome }, 0);
  const makeReport = createReportMaker({
    lists: createKeptLists({ kv }),
    ...{ source, checkpoints, toVisit, ttlSeconds, store, readSpeed, clock, logger, newId },
    gate: createReadGate(clock, config.redisUrl === null ? MOST_READS_IN_MEMORY : MOST_READS),
    pushed: collecting,
    thresholds,
    onRead(outcome, durationMs, rows) {
      metrics.reads.inc({ outcome });
      metrics.readSeconds.observe(durationMs / 1000);
      metrics.rowsRead.inc(rows);
    },
    onList: (state) => metrics.participantsLists.inc({ state }),
    onRows: (from) => metrics.gradedReads.inc({ from }),
  });
  return {
    checkpoints,
    readSpeed,
    collecting,
    occurrences: createOccurrences({
      ...{ kv, locks, source, clock, sleep, newId, hashIdentity },
      runLifeSeconds: Math.max(ttlSeconds, LEAST_RUN_LIFE_SECONDS),
    }),
    readRetries: createReadRetries({ kv, clock }),
    jobDeaths: createJobDeaths({ kv, clock, logger, newReference }),
    makeReport: async (occurrence, options) => {
      const head = await makeReport(occurrence, options);
      await quality.noteReport(head);
      return head;
    },
  };
}
