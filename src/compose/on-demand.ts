import { createReadQuota } from '../access/read-quota.ts';
import type { JobHandlers } from '../jobs/jobs.ts';
import { createCopies } from '../reports/delivery/copies.ts';
import type { Messenger } from '../reports/delivery/messenger.ts';
import { createRequestAnswers, type RequestAnswers } from '../reports/on-demand/answer-requests.ts';
import { createDeliverAnswerHandler } from '../reports/on-demand/deliver-answer-job.ts';
import { createFollowRequest, type FollowRequest } from '../reports/on-demand/follow-request.ts';
import type { PendingRequests } from '../reports/on-demand/pending-requests.ts';
import { createProgress } from '../reports/on-demand/progress.ts';
import { createReadReportHandler } from '../reports/on-demand/read-report-job.ts';
import { createRequestReport, type RequestReport } from '../reports/on-demand/request-report.ts';
import type { ReportStore } from '../reports/store.ts';
import { newId } from '../runtime/new-id.ts';
import { sleep } from '../runtime/sleep.ts';
import type { Foundation } from './foundation.ts';
import type { Reading } from './reading.ts';

/** Reports that people ask for. */
export interface OnDemand {
  readonly requestReport: RequestReport;
  readonly answers: RequestAnswers;
  readonly followRequest: FollowRequest;
  readonly handlers: Pick<JobHandlers, 'report.read' | 'answer.deliver'>;
}

export function composeOnDemand({
  config,
  kv,
  locks,
  jobs,
  clock,
  metrics,
  logger,
  messenger,
  store,
  reading,
  pendingRequests,
}: Foundation & {
  messenger: Messenger;
  store: ReportStore;
  reading: Reading;
  pendingRequests: PendingRequests;
}): OnDemand {
  const { occurrences, checkpoints, readRetries, readSpeed, jobDeaths, makeReport } = reading;
  const answers = createRequestAnswers({ jobs, pendingRequests, kv });
  const progress = createProgress({
    ...{ store, occurrences, checkpoints, readRetries, readSpeed },
    rowsPerPage: config.zoom.qosPageSize,
    thresholds: config.thresholds,
  });
  return {
    answers,
    followRequest: createFollowRequest({ pendingRequests, occurrences, store, progress, clock }),
    requestReport: createRequestReport({
      ...{ store, occurrences, progress, pendingRequests, jobs, clock, sleep, newId },
      readQuota: createReadQuota({ kv, clock, ...config.reads }),
      onAsk: (from) => metrics.asks.inc({ from }),
    }),
    handlers: {
      'report.read': createReadReportHandler({
        ...{ occurrences, store, pendingRequests, locks, answers, readRetries, jobDeaths, makeReport, clock, logger },
      }),
      'answer.deliver': createDeliverAnswerHandler({
        ...{ store, pendingRequests, messenger, clock, logger },
        copies: createCopies(kv),
      }),
    },
  };
}
