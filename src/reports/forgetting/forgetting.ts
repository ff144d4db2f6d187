import { AppError } from '../../errors.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { WebinarRef } from '../../webinar/ids.ts';
import type { Subscriptions } from '../subscriptions/subscription.ts';
import type { FindKeptRuns, KeptRun } from './kept-runs.ts';

/** What is kept of webinars, and how it goes. */
export interface Forgetting {
  /**
   * What would go, for somebody who may have it deleted: operators, and whoever has subscribed to the host's webinars.
   * @throws AppError `operators-only`; of the store
   */
  find(ref: WebinarRef, userId: string): Promise<KeptRun[]>;
  /** Stores a job for each run. @throws as above: rights are asked again */
  forget(ref: WebinarRef, userId: string): Promise<KeptRun[]>;
}

export function createForgetting({
  findKeptRuns,
  subscriptions,
  jobs,
  checkOperator,
}: {
  findKeptRuns: FindKeptRuns;
  subscriptions: Pick<Subscriptions, 'all'>;
  jobs: Pick<Jobs, 'enqueue'>;
  /** @throws AppError `operators-only` */
  checkOperator: (userId: string) => void;
}): Forgetting {
  async function find(ref: WebinarRef, userId: string): Promise<KeptRun[]> {
    const runs = await findKeptRuns(ref);
    try {
      checkOperator(userId);
    } catch (error) {
      const isOperatorsOnly = error instanceof AppError && error.failure.kind === 'operators-only';
      if (!isOperatorsOnly || runs.length === 0 || !(await isSubscribedToHosts(runs, userId))) throw error;
    }
    return runs;
  }

  async function isSubscribedToHosts(runs: readonly KeptRun[], userId: string): Promise<boolean> {
    const own = (await subscriptions.all()).filter(({ createdBy, once }) => createdBy === userId && !once);
    const hosts = new Set(own.flatMap(({ filter }) => (filter.kind === 'host' ? filter.hostKey : [])));
    return runs.every(({ hostKeys }) => hostKeys.some((key) => hosts.has(key)));
  }

  return {
    find,
    async forget(ref, userId) {
      const runs = await find(ref, userId);
      for (const { key, webinarId } of runs) {
        await jobs.enqueue('run.forget', { key, webinarId }, { id: `forget-${key}` });
      }
      return runs;
    },
  };
}
