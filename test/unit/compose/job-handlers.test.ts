import { describe, expect, it } from 'vitest';
import { registerHandlers } from '../../../src/compose/job-handlers.ts';
import { CATALOG, type JobName } from '../../../src/jobs/catalog.ts';
import { type JobContext, JobDelayed, JobFailedForGood, JobInterrupted } from '../../../src/jobs/job-queue.ts';
import type { JobHandlers, Jobs } from '../../../src/jobs/jobs.ts';
import { createMetrics } from '../../../src/metrics.ts';

const context: JobContext = { jobId: '1', attempt: 1, lastAttempt: false, signal: new AbortController().signal };
const NAMES = Object.keys(CATALOG) as JobName[];

/** Handlers that all do the same, and jobs that run whatever is registered. */
function register(handle: (...given: unknown[]) => Promise<void>) {
  const registered = new Map<string, (payload: unknown, context: JobContext) => Promise<void>>();
  const jobs: Pick<Jobs, 'handle'> = {
    // What is registered under a name takes that name's payload; here nobody looks at it.
    handle: (name, handler) => void registered.set(name, handler as (payload: unknown) => Promise<void>),
  };
  const metrics = createMetrics();
  const handlers = Object.fromEntries(NAMES.map((name) => [name, handle])) as unknown as JobHandlers;
  // The only method that is used.
  registerHandlers(jobs as Jobs, handlers, metrics);
  const counts = async () =>
    (await metrics.jobs.get()).values.map(({ labels, value }) => [labels.name, labels.outcome, value]);
  const run = (name: JobName, payload: unknown = {}) =>
    registered.get(name)?.(payload, context) ?? expect.unreachable(`nobody handles ${name}`);
  return { registered, run, counts };
}

describe('the handlers of all jobs', () => {
  it('are registered under the names of the catalog, and get what the job carries', async () => {
    const given: unknown[] = [];
    const { registered, run } = register(async (...args) => void given.push(args));
    expect([...registered.keys()].toSorted()).toEqual(NAMES.toSorted());
    await run('owner.tell', { userId: 'U1' });
    expect(given).toEqual([[{ userId: 'U1' }, context]]);
  });

  it('are counted as done, by name', async () => {
    const { run, counts } = register(async () => undefined);
    await run('ended.sweep');
    await run('ended.sweep');
    await run('owner.tell');
    expect(await counts()).toEqual([
      ['ended.sweep', 'done', 2],
      ['owner.tell', 'done', 1],
    ]);
  });

  it.each([
    ['later', new JobDelayed(new Date(0))],
    ['later', new JobInterrupted('stopping')],
    ['failed', new JobFailedForGood('hopeless')],
    ['failed', new Error('made up')],
  ])('are counted as %s and throw on: %s', async (outcome, error) => {
    const { run, counts } = register(() => Promise.reject(error));
    await expect(run('owner.tell')).rejects.toBe(error);
    expect(await counts()).toEqual([['owner.tell', outcome, 1]]);
  });
});
