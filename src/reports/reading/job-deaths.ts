import { z } from 'zod';
import { type JobContext, JobDelayed } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';

/** Fewer deaths are a deployment or a machine that was taken away; after so many the job itself may be what kills. */
const DEATHS_PER_ROUND = 6;
/** A job that people wait for is given up after so many rounds. */
const MOST_ROUNDS = 2;
/** As long as between two sweeps. */
const PAUSE_MS = 30 * 60_000;

/** What is told of a job whose process died again and again with it in hand. */
export interface BrokenOff {
  /** When it is run again; null: never. */
  readonly retryAt: Date | null;
  /** In the log, too, and the same both times. */
  readonly reference: string;
}

/** What becomes of a job whose processes die. A process that dies of a job leaves no error that could be told. */
export interface JobDeaths {
  /**
   * For a job that people wait for, before anything of it is done: they are told after six deaths and, for good, after
   * twelve.
   * @param about.reference null when there is none yet
   * @param about.tell has to be idempotent: after a death in between it is called again
   * @returns true when it was told for good and the job is done
   * @throws JobDelayed after six deaths, once
   */
  heed(
    context: Pick<JobContext, 'jobId' | 'deaths'>,
    about: {
      readonly job: string;
      readonly reference: string | null;
      readonly tell: (brokenOff: BrokenOff) => Promise<void>;
    },
  ): Promise<boolean>;
  /**
   * For all other jobs: they are run again for ever, with a pause after each six deaths.
   * @throws JobDelayed once after each six
   */
  putOff(context: Pick<JobContext, 'jobId' | 'deaths'>, job: string): Promise<void>;
}

export function createJobDeaths({
  kv,
  clock,
  logger,
  newReference,
}: {
  kv: Kv;
  clock: Clock;
  logger: Logger;
  newReference: () => string;
}): JobDeaths {
  /** The reference of each round that was told: the count of deaths stays what it is when the job is run again. */
  const told = createStoredValue(kv, z.string());

  /** @throws JobDelayed */
  async function pause(jobId: string, round: number, { retryAt, reference }: BrokenOff & { readonly retryAt: Date }) {
    await told.setIfAbsent(keys.jobDeaths(jobId, round), reference);
    throw new JobDelayed(retryAt);
  }

  function log(fields: { ref: string; job: string; jobId: string; deaths: number }, retryAt: Date | null): void {
    logger.error(
      { ...fields, again: retryAt?.toISOString() ?? null },
      retryAt === null
        ? 'a job was given up: its process died with it in hand again and again'
        : 'a job is put off: its process died with it in hand again and again',
    );
  }

  return {
    async heed({ jobId, deaths }, { job, reference, tell }) {
      const round = Math.min(Math.floor(deaths / DEATHS_PER_ROUND), MOST_ROUNDS);
      if (round === 0) return false;
      const toldBefore = await told.get(keys.jobDeaths(jobId, 1));
      if (round < MOST_ROUNDS && toldBefore !== null) return false;
      const ref = reference ?? toldBefore ?? newReference();
      const retryAt = round < MOST_ROUNDS ? new Date(clock.now() + PAUSE_MS) : null;
      log({ ref, job, jobId, deaths }, retryAt);
      await tell({ retryAt, reference: ref });
      // Told first: a death in between means to be told twice, not never.
      if (retryAt) await pause(jobId, round, { retryAt, reference: ref });
      return true;
    },

    async putOff({ jobId, deaths }, job) {
      const round = Math.floor(deaths / DEATHS_PER_ROUND);
      if (round === 0 || (await told.get(keys.jobDeaths(jobId, round))) !== null) return;
      const ref = newReference();
      const retryAt = new Date(clock.now() + PAUSE_MS);
      log({ ref, job, jobId, deaths }, retryAt);
      await pause(jobId, round, { retryAt, reference: ref });
    },
  };
}
