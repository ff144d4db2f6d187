import { describe, expect, it } from 'vitest';
import { registerHandlers } from '../../../src/compose/job-handlers.ts';
import { CATALOG, type JobName } from '../../../src/jobs/catalog.ts';
import { type JobContext, JobDelayed, JobFailedForGood, JobInterrupted } from '../../../src/jobs/job-queue.ts';
import type { JobHandlers, Jobs } from '../../../src/jobs/jobs.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { createJobDeaths } from '../../../src/reports/reading/job-deaths.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../setup/manual-clock.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

const context: JobContext = {
  ...{ jobId: '1', attempt: 1, lastAttempt: false, deaths: 0 },
  signal: new AbortController().signal,
};
const NAMES = Object.keys(CATALOG) as JobName[];

/** Handlers that all do the same, and jobs that run whatever is registered. */
function register(handle: (...given: unknown[]) => Promise<void>) {
  const registered = new Map<string, (payload: unknown, context: JobContext) => Promise<void>>();
  const jobs: Pick<Jobs, 'handle'> = {
    // What is registered under a name takes that name's payload; here nobody looks at it.
    handle: (name, handler) => void registered.set(name, handler as (payload: unknown) => Promise<void>),
  };
  const metrics = createMetrics();
  const clock = createManualClock();
  const logger = createQuietLogger();
  const jobDeaths = createJobDeaths({ kv: createMemoryKv(clock), clock, logger, newReference: () => 'REF1' });
  const handlers = Object.fromEntries(NAMES.map((name) => [name, handle])) as unknown as JobHandlers;
  // The only method that is used.
  registerHandlers(jobs as Jobs, handlers, metrics, jobDeaths);
  const counts = async () =>
    (await metrics.jobs.get()).values
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => [labels.name, labels.outcome, value]);
  const run = (name: JobName, payload: unknown = {}, deaths = 0) =>
    registered.get(name)?.(payload, { ...context, deaths }) ?? expect.unreachable(`nobody handles ${name}`);
  return { registered, run, counts, clock, logger };
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
      ['owner.tell', 'done', 1],
      ['ended.sweep', 'done', 2],
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

  it.each(['answer.deliver', 'channel.post', 'owner.tell', 'ended.sweep'] as const)(
    'of %s wait half an hour after each six deaths of their process, and are run again for ever',
    async (name) => {
      let runs = 0;
      const { run, counts, clock, logger } = register(async () => void runs++);
      await run(name, {}, 5);
      expect(runs).toBe(1);
      for (const deaths of [6, 12, 600]) {
        const again = new JobDelayed(new Date(clock.now() + 30 * 60_000));
        await expect(run(name, {}, deaths)).rejects.toEqual(again);
        await run(name, {}, deaths);
        await run(name, {}, deaths + 5);
      }
      expect(runs).toBe(7);
      expect(await counts()).toEqual([
        [name, 'done', 7],
        [name, 'later', 3],
      ]);
      expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual(
        [6, 12, 600].map((deaths) => [
          'error',
          expect.objectContaining({ job: name, jobId: '1', deaths, ref: 'REF1' }),
        ]),
      );
    },
  );

  it.each(['report.read', 'report.automatic'] as const)('of %s are asked themselves', async (name) => {
    const given: unknown[] = [];
    const { run } = register(async (...args) => void given.push(args));
    await run(name, {}, 6);
    expect(given).toEqual([[{}, { ...context, deaths: 6 }]]);
  });
});
