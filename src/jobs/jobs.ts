import { z } from 'zod';
import type { Logger } from '../logger.ts';
import type { Clock } from '../runtime/clock.ts';
import { noTracing, type Tracing } from '../tracing/tracing.ts';
import { CATALOG, CATALOG_VERSION, type JobName, type JobPayload } from './catalog.ts';
import { type JobContext, JobDelayed, JobFailedForGood, JobLeft, type JobQueue } from './job-queue.ts';
import { runTraced } from './traced-job.ts';
import { OLD_SCHEDULES, upgradeJob } from './upgrade-job.ts';

/** A job that this version does not understand waits so long for a process that does. */
const WAIT_FOR_NEWER_MS = 60_000;
const WAIT_FOR_OLD_VALUES_MS = 1_000;

/** How a payload lies in the queue. */
const Envelope = z.object({
  version: z.number(),
  payload: z.unknown(),
  /** The step that has stored it (`Tracing.carry`). Processes that do not know it leave it out, and nothing is missing. */
  trace: z.string().optional().catch(undefined),
});

/** What a job carries, whichever version stored it. */
interface Opened {
  readonly name: string;
  readonly payload: unknown;
  readonly trace?: string | undefined;
}

/** Handles one kind of job. */
export type HandlerOf<Name extends JobName> = (payload: JobPayload<Name>, context: JobContext) => Promise<void>;
/** One handler for each kind of job. */
export type JobHandlers = { readonly [Name in JobName]: HandlerOf<Name> };

/** The jobs of the catalog, by name: what goes in and what comes out is checked by the compiler. */
export interface Jobs {
  /**
   * Stores a job. One with an `id` that is still waiting, delayed or running is not stored again.
   * @throws AppError `storage-unavailable` when it could not be stored; `storage-outcome-unknown` when it may have been
   */
  enqueue<Name extends JobName>(
    name: Name,
    payload: JobPayload<Name>,
    options?: { readonly id?: string; readonly delayMs?: number },
  ): Promise<void>;
  /** Runs a job every so often, on one replica only. */
  schedule<Name extends JobName>(name: Name, payload: JobPayload<Name>, everyMs: number): Promise<void>;
  handle<Name extends JobName>(name: Name, handler: HandlerOf<Name>): void;
}

/**
 * Speaks to the queue in the catalog's names. Payloads are parsed here and nowhere else: one that does not fit fails for
 * good, as does a name that nobody knows. A job of a newer version is put back, one of an older version is upgraded.
 */
export function createJobs({
  queue,
  clock,
  logger,
  tracing = noTracing,
  mayUpgrade = () => true,
}: {
  queue: JobQueue;
  clock: Clock;
  logger: Logger;
  tracing?: Tracing;
  /** Whether what an older version kept beside its jobs is in place already. */
  mayUpgrade?: () => boolean;
}): Jobs {
  const runs = new Map<string, (payload: unknown, context: JobContext) => Promise<void>>();

  function open(name: string, data: unknown): Opened {
    const envelope = Envelope.safeParse(data).data;
    if (!envelope) return openOld(name, data);
    if (envelope.version <= CATALOG_VERSION) return { name, payload: envelope.payload, trace: envelope.trace };
    logger.info(
      { job: name, version: envelope.version },
      'a job of a newer version is left to a process that knows it',
    );
    throw new JobLeft(new Date(clock.now() + WAIT_FOR_NEWER_MS));
  }

  function openOld(name: string, data: unknown): Opened {
    const upgraded = upgradeJob(name, data);
    if (!upgraded) return { name, payload: data };
    if (mayUpgrade()) return upgraded;
    throw new JobDelayed(new Date(clock.now() + WAIT_FOR_OLD_VALUES_MS));
  }

  async function run(storedName: string, data: unknown, context: JobContext): Promise<void> {
    const { name, payload, trace } = open(storedName, data);
    const runPayload = runs.get(name);
    if (!runPayload) throw new JobFailedForGood(`no handler for job ${name}`);
    const { attempt } = context;
    await runTraced(tracing, { name, payload, attempt, trace }, () => runPayload(payload, context));
  }

  queue.handleUnknown(run);

  return {
    enqueue(name, payload, options) {
      const trace = tracing.carry();
      return queue.add(name, { ...toEnvelope(name, payload), ...(trace && { trace }) }, options);
    },
    async schedule(name, payload, everyMs) {
      for (const old of OLD_SCHEDULES) await queue.unschedule(old);
      await queue.schedule(name, toEnvelope(name, payload), everyMs);
    },
    handle(name, handler) {
      const { payload: schema, retry } = CATALOG[name];
      runs.set(name, async (data, context) => {
        const parsed = schema.safeParse(data);
        if (!parsed.success)
          throw new JobFailedForGood(`the payload of job ${name} does not fit: ${faultsOf(parsed.error)}`);
        // The schema of this very name: what it gives is what this handler takes.
        await handler(parsed.data as JobPayload<typeof name>, context);
      });
      queue.handle(name, retry, (data, context) => run(name, data, context));
    },
  };
}

function toEnvelope(name: JobName, payload: unknown): z.infer<typeof Envelope> {
  return { version: CATALOG[name].since, payload };
}

/** Names of fields and what was expected; never what stood there. */
function faultsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, code }) => `${path.join('.') || 'payload'} (${code})`).join(', ');
}
