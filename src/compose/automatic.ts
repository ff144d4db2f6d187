import type { JobHandlers } from '../jobs/jobs.ts';
import { createAutomaticReportHandler } from '../reports/automatic/automatic-report-job.ts';
import { createAutomaticReportStates } from '../reports/automatic/automatic-report-state.ts';
import { createLateEvents } from '../reports/automatic/late-events.ts';
import { createPushedSteps } from '../reports/automatic/pushed-steps.ts';
import { readSchedule } from '../reports/automatic/read-schedule.ts';
import { createRecipients } from '../reports/automatic/recipients.ts';
import { createSweepHandler, SWEEP_EVERY_MS } from '../reports/automatic/sweep-job.ts';
import {
  createEndedHandler,
  createEndedHosts,
  type EndedDependencies,
  type HandleEnded,
} from '../reports/automatic/webinar-ended.ts';
import { createPauseLeavers, type MayStill } from '../reports/subscriptions/pause-leavers.ts';
import type { Subscriptions } from '../reports/subscriptions/subscription.ts';
import { newId, newReference } from '../runtime/new-id.ts';
import type { HashIdentity } from '../webinar/host-key.ts';
import type { WebinarSource } from '../webinar/source.ts';
import type { ReplayEvents } from '../zoom/webhook/replay.ts';
import type { Foundation } from './foundation.ts';
import type { Reading } from './reading.ts';
import type { QualityCount } from './webinar-quality.ts';

/** After a gap in Zoom's events; several gaps in a row are looked at together. */
const SWEEP_GAP_MS = [2_000, 5 * 60_000] as const;

/** What happens by itself when a webinar ends. */
export interface Automatic {
  readonly handleEnded: HandleEnded;
  readonly handlers: Pick<JobHandlers, 'report.automatic' | 'ended.sweep'>;
  /** A sweep now, for what ended while no bot was there, and then every half hour; on one replica only. */
  startSweeps(): Promise<void>;
  /** Two sweeps soon, for what ended while nobody could be told; the second as Zoom's list is behind by minutes. */
  sweepGap(): Promise<void>;
}

export function composeAutomatic({
  config,
  kv,
  locks,
  jobs,
  clock,
  metrics,
  logger,
  source,
  replayEvents,
  subscriptions,
  hashIdentity,
  lookAtOwners,
  reading,
  onOver,
  quality,
  noteSweep,
}: Foundation & {
  source: WebinarSource;
  replayEvents: ReplayEvents | null;
  subscriptions: Subscriptions;
  hashIdentity: HashIdentity;
  lookAtOwners: () => MayStill;
  reading: Reading;
  onOver: EndedDependencies['onOver'];
  quality: QualityCount;
  noteSweep: (found: number) => void;
}): Automatic {
  const schedule = readSchedule(config.reports.delaysSeconds);
  const { heavyPerDay, quotaReservePercent } = config.zoom;
  const { quietSeconds } = config.reports;
  const { occurrences, readRetries, jobDeaths, makeReport, collecting: pushed } = reading;
  const states = createAutomaticReportStates(kv);
  pushed.onLate(createLateEvents({ states, jobs, clock, quietSeconds }));
  // A sweep that a process has died in is not the one that its successor needs.
  const process = newId();
  const handleEnded = createEndedHandler({
    kv,
    jobs,
    occurrences,
    schedule,
    quietSeconds,
    clock,
    logger,
    hashIdentity,
    onOver,
  });
  return {
    handleEnded,
    async startSweeps() {
      await jobs.schedule('ended.sweep', {}, SWEEP_EVERY_MS);
      // A schedule that is stored already goes on as it was, and its next run may be half an hour away.
      await jobs
        .enqueue('ended.sweep', {}, { id: 'schedule' })
        .catch((err: unknown) => logger.warn({ err }, 'what ended in the meantime is looked for at the next sweep'));
    },
    async sweepGap() {
      await jobs.enqueue('ended.sweep', {}, { id: `gap-${process}`, delayMs: SWEEP_GAP_MS[0] });
      await jobs.enqueue('ended.sweep', {}, { id: `gap-again-${process}`, delayMs: SWEEP_GAP_MS[1] });
    },
    handlers: {
      'report.automatic': createAutomaticReportHandler({
        ...{ jobs, source, occurrences, locks, readRetries, jobDeaths, makeReport },
        ...{ schedule, clock, logger, newReference },
        reservedCalls: Math.floor((heavyPerDay * quotaReservePercent) / 100),
        ...{ states, pushed, onLastRead: quality.noteLastRead },
        pushedSteps: createPushedSteps({ pushed, schedule, quietSeconds, kv, clock, logger }),
        endedHosts: createEndedHosts(kv),
        recipients: createRecipients({ subscriptions, jobs, kv }),
      }),
      'ended.sweep': createSweepHandler({
        ...{ source, replayEvents, subscriptions, handleEnded, hashIdentity, clock, logger },
        pauseLeavers: createPauseLeavers({ subscriptions, jobs, look: lookAtOwners, clock, logger }),
        onSwept(found) {
          noteSweep(found);
          metrics.sweeps.inc();
          metrics.sweptWebinars.inc(found);
        },
      }),
    },
  };
}
