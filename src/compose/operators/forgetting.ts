import type { JobHandlers } from '../../jobs/jobs.ts';
import { createAutomaticReportStates } from '../../reports/automatic/automatic-report-state.ts';
import { createChannelPostRecords } from '../../reports/delivery/channel-post-record.ts';
import { createForgetHandler } from '../../reports/forgetting/forget-job.ts';
import { createForgetting, type Forgetting } from '../../reports/forgetting/forgetting.ts';
import { createFindKeptRuns } from '../../reports/forgetting/kept-runs.ts';
import { createLivePostRecords } from '../../reports/live/live-posts.ts';
import type { RequestAnswers } from '../../reports/on-demand/answer-requests.ts';
import type { ReportStore } from '../../reports/store.ts';
import type { Subscriptions } from '../../reports/subscriptions/subscription.ts';
import { sleep } from '../../runtime/sleep.ts';
import type { SlackMessenger } from '../../slack/client/slack-messenger.ts';
import type { Foundation } from '../foundation.ts';
import type { Reading } from '../reading.ts';

/** Deleting what is kept of a webinar. */
export function composeForgetting({
  kv,
  locks,
  jobs,
  clock,
  logger,
  store,
  reading,
  subscriptions,
  messenger,
  answers,
  checkOperator,
}: Foundation & {
  store: ReportStore;
  reading: Reading;
  subscriptions: Subscriptions;
  messenger: SlackMessenger;
  answers: RequestAnswers;
  checkOperator: (userId: string) => void;
}): Forgetting & { readonly handlers: Pick<JobHandlers, 'run.forget'> } {
  const { occurrences, checkpoints, collecting } = reading;
  const findKeptRuns = createFindKeptRuns({ kv, occurrences });
  return {
    ...createForgetting({ findKeptRuns, subscriptions, jobs, checkOperator }),
    handlers: {
      'run.forget': createForgetHandler({
        ...{ kv, locks, clock, logger, store, checkpoints, collecting, messenger, answers },
        states: createAutomaticReportStates(kv),
        records: createChannelPostRecords({ kv, sleep }),
        livePosts: createLivePostRecords(kv),
        deleteFile: messenger.deleteFile,
      }),
    },
  };
}
