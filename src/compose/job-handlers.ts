import type { JobName, JobPayload } from '../jobs/catalog.ts';
import { JobDelayed, JobInterrupted } from '../jobs/job-queue.ts';
import type { HandlerOf, JobHandlers, Jobs } from '../jobs/jobs.ts';
import type { Metrics } from '../metrics.ts';
import type { JobDeaths } from '../reports/reading/job-deaths.ts';

/** Somebody waits for what they read, and is told by their own handlers when that breaks off. */
const HEEDED_BY_HANDLER: ReadonlySet<JobName> = new Set(['report.read', 'report.automatic']);

const OUTCOMES = ['done', 'failed', 'later'] as const;

/** Gives every job its handler, counted by outcome. One whose processes die again and again is put off now and then. */
export function registerHandlers(jobs: Jobs, handlers: JobHandlers, metrics: Metrics, jobDeaths: JobDeaths): void {
  // A series that begins with its first failure has not risen: alerts would miss it.
  for (const name of Object.keys(handlers)) for (const outcome of OUTCOMES) metrics.jobs.inc({ name, outcome }, 0);
  const register = <Name extends JobName>(name: Name): void => {
    const handler = handlers[name];
    const heeding = HEEDED_BY_HANDLER.has(name) ? handler : putOffAfterDeaths(name, handler, jobDeaths);
    jobs.handle(name, counted(name, heeding, metrics));
  };
  // Object.keys forgets that the keys are JobNames.
  for (const name of Object.keys(handlers) as JobName[]) register(name);
}

function putOffAfterDeaths<Name extends JobName>(
  name: Name,
  handler: HandlerOf<Name>,
  jobDeaths: JobDeaths,
): HandlerOf<Name> {
  return async (payload: JobPayload<Name>, context) => {
    await jobDeaths.putOff(context, name);
    await handler(payload, context);
  };
}

function counted<Name extends JobName>(name: Name, handler: HandlerOf<Name>, metrics: Metrics): HandlerOf<Name> {
  return async (payload: JobPayload<Name>, context) => {
    try {
      await handler(payload, context);
      metrics.jobs.inc({ name, outcome: 'done' });
    } catch (error) {
      const isLater = error instanceof JobDelayed || error instanceof JobInterrupted;
      metrics.jobs.inc({ name, outcome: isLater ? 'later' : 'failed' });
      throw error;
    }
  };
}
