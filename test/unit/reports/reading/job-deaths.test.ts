import { beforeEach, describe, expect, it } from 'vitest';
import { JobDelayed } from '../../../../src/jobs/job-queue.ts';
import { type BrokenOff, createJobDeaths, type JobDeaths } from '../../../../src/reports/reading/job-deaths.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { createSpiedKv, failOnce } from '../support.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;

let world: ReturnType<typeof createSpiedKv>;
let logger: ReturnType<typeof createQuietLogger>;
let references: number;
let told: BrokenOff[];
beforeEach(() => {
  world = createSpiedKv();
  logger = createQuietLogger();
  references = 0;
  told = [];
});

const create = (kv = world.kv): JobDeaths =>
  createJobDeaths({ kv, clock: world.clock, logger, newReference: () => `REF${++references}` });
const tell = async (brokenOff: BrokenOff) => void told.push(brokenOff);
const inHalfAnHour = () => new Date(world.clock.now() + HALF_AN_HOUR_MS);

/** What becomes of one job at each count of deaths. */
async function outcomes(counts: readonly number[], jobDeaths = create(), jobId = '1'): Promise<string[]> {
  const seen: string[] = [];
  for (const deaths of counts) {
    const run = jobDeaths.heed({ jobId, deaths }, { job: 'report.read', reference: null, tell });
    seen.push(
      await run.then(
        (isGivenUp) => (isGivenUp ? 'given up' : 'run'),
        (error: unknown) => (error instanceof JobDelayed ? 'later' : String(error)),
      ),
    );
  }
  return seen;
}

describe('a job that people wait for', () => {
  it('is put off once at six deaths and given up at twelve', async () => {
    expect(await outcomes([0, 1, 5, 6, 6, 7, 11, 12])).toEqual([
      ...['run', 'run', 'run', 'later', 'run', 'run', 'run', 'given up'],
    ]);
  });

  it('is put off though the sixth death was seen with the seventh', async () => {
    expect(await outcomes([5, 7, 7])).toEqual(['run', 'later', 'run']);
  });

  it('is given up however late that is noticed', async () => {
    expect(await outcomes([13])).toEqual(['given up']);
    expect(await outcomes([1_000], create(), '2')).toEqual(['given up']);
  });

  it('is run again half an hour later, which is what is told', async () => {
    const at = inHalfAnHour();
    const run = create().heed({ jobId: '1', deaths: 6 }, { job: 'report.read', reference: 'MINE', tell });
    await expect(run).rejects.toEqual(new JobDelayed(at));
    expect(told).toEqual([{ retryAt: at, reference: 'MINE' }]);
  });

  it('has one reference, in what is told and in the log, both times', async () => {
    await outcomes([6, 12]);
    expect(told).toEqual([
      { retryAt: inHalfAnHour(), reference: 'REF1' },
      { retryAt: null, reference: 'REF1' },
    ]);
    expect(logger.lines).toMatchObject([
      { level: 'error', fields: { ref: 'REF1', job: 'report.read', jobId: '1', deaths: 6 } },
      { level: 'error', fields: { ref: 'REF1', job: 'report.read', jobId: '1', deaths: 12, again: null } },
    ]);
  });

  it('is told again when that failed, and not left out', async () => {
    const kv = failOnce(world.kv, 'setIfAbsent', new Error('died here'));
    expect(await outcomes([6, 6, 6], create(kv))).toEqual(['Error: died here', 'later', 'run']);
    expect(told).toHaveLength(2);
  });

  it('is none of the business of another job', async () => {
    await outcomes([6]);
    expect(await outcomes([6], create(), '11')).toEqual(['later']);
  });

  it('asks nothing of the store while nobody has died', async () => {
    await outcomes([0, 5]);
    expect(world.written).toEqual([]);
  });
});

describe('any other job', () => {
  it('is put off after each six deaths, and never given up', async () => {
    const jobDeaths = create();
    const seen: string[] = [];
    for (const deaths of [0, 5, 6, 6, 11, 12, 12, 13, 36, 36]) {
      await jobDeaths.putOff({ jobId: '1', deaths }, 'channel.post').then(
        () => seen.push('run'),
        (error: unknown) => seen.push(error instanceof JobDelayed ? 'later' : String(error)),
      );
    }
    expect(seen).toEqual(['run', 'run', 'later', 'run', 'run', 'later', 'run', 'run', 'later', 'run']);
  });
});
