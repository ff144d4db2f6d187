import { JOBS, type JobName } from '../jobs/catalog.ts';
import { JobDelayed, type JobHandler, JobInterrupted, type JobQueue } from '../jobs/job-queue.ts';
import type { Metrics } from '../metrics.ts';

/** Gives every job its handler, counted by outcome. */
export function registerHandlers(
  queue: JobQueue,
  handlers: Readonly<Record<JobName, JobHandler>>,
  metrics: Metrics,
): void {
  for (const [name, handler] of Object.entries(handlers)) {
    // Object.entries forgets that the keys are JobNames.
    queue.handle(name, JOBS[name as JobName], counted(name, handler, metrics));
  }
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
