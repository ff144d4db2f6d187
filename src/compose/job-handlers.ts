import type { JobName, JobPayload } from '../jobs/catalog.ts';
import { JobDelayed, JobInterrupted } from '../jobs/job-queue.ts';
import type { HandlerOf, JobHandlers, Jobs } from '../jobs/jobs.ts';
import type { Metrics } from '../metrics.ts';

/** Gives every job its handler, counted by outcome. */
export function registerHandlers(jobs: Jobs, handlers: JobHandlers, metrics: Metrics): void {
  const register = <Name extends JobName>(name: Name): void => {
    jobs.handle(name, counted(name, handlers[name], metrics));
  };
  // Object.keys forgets that the keys are JobNames.
  for (const name of Object.keys(handlers) as JobName[]) register(name);
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
