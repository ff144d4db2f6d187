import { type Job, Queue, Worker } from 'bullmq';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { createRepeatedComplaint } from '../logging/repeated-complaint.ts';
import { type RetrySchedule, retryPauseMs } from '../runtime/backoff.ts';
import { isSettledWithin } from '../runtime/with-timeout.ts';
import { writeFailed } from '../storage/storage-error.ts';
import { toBullmqError } from './bullmq-error.ts';
import { keepTidy, type TidyTimes, toJobOptions } from './ended-jobs.ts';
import { type JobContext, JobFailedForGood, type JobHandler, JobInterrupted, type JobQueue } from './job-queue.ts';
import {
  createProducerConnection,
  createReadyGate,
  createWorkerConnection,
  type IsExplained,
  isOfConnection,
} from './redis-connections.ts';

const QUEUE = 'qos';
/** How long adding a job waits for a connection that is just being made. */
const READY_WAIT_MS = 1_000;
const CLOSE_TIMEOUT_MS = 1_000;
const UNKNOWN_JOB_PAUSE_MS = 60_000;

interface BullmqQueueOptions {
  readonly url: string;
  /** In braces, so that all keys of the queue lie on one node of a Redis Cluster. */
  readonly prefix?: string;
  readonly logger: Logger;
  /** Jobs that this process runs at the same time. */
  readonly concurrency: number;
  readonly random: () => number;
  /**
   * Jobs are run from then on. BullMQ asks a Redis that refuses it again and again without a pause; where INFO is
   * refused, even so that the process does nothing else.
   */
  readonly usable?: Promise<void>;
  readonly isExplained?: IsExplained;
  /**
   * A killed process's job is free after `lockMs`, and found within two checks. Shorter ones are for tests: a process
   * that does not get to renew its lock in time has its job run twice.
   */
  readonly lockMs?: number;
  readonly stalledCheckMs?: number;
  readonly tidyTimes?: TidyTimes;
}

/** Jobs on Redis, for any number of processes. Starts, and starts anew, whether Redis is there or not. */
export function createBullmqQueue(options: BullmqQueueOptions): JobQueue {
  const { url, prefix = '{qos}', logger, random, usable, isExplained = () => false } = options;
  // A Redis that refuses is asked again and again by every connection.
  const complain = createRepeatedComplaint(logger);
  const handlers = new Map<string, { readonly retry: RetrySchedule; readonly handler: JobHandler }>();
  const schedules = new Map<string, { readonly data: unknown; readonly everyMs: number }>();
  const running = new Set<AbortController>();
  let runUnknown: ((name: string, data: unknown, context: JobContext) => Promise<void>) | null = null;
  let interrupted = false;
  let stopping = false;
  let worker: Worker | null = null;
  let stopTidying = () => {};
  /** Ends when the worker fetches no more and the jobs in hand have ended: pausing a second time does not wait. */
  let pausing: Promise<void> = Promise.resolve();

  const producer = createProducerConnection(url, logger, isExplained);
  const workerConnection = createWorkerConnection(url, logger, isExplained);
  const isReadyWithin = createReadyGate(producer);
  // Without the two skips BullMQ waits for Redis in its constructor, and one failed INFO there lasts for ever.
  const queue = new Queue(QUEUE, {
    connection: producer,
    prefix,
    skipWaitingForReady: true,
    skipVersionCheck: true,
    skipMetasUpdate: true,
  });
  queue.on('error', logUnlessAway);
  // Redis may have been away when they were asked for, or may have come back empty.
  producer.on('ready', storeSchedules);

  /** An outage is logged once by the connection; everything else that BullMQ reports is news. */
  function logUnlessAway(err: Error): void {
    const away = workerConnection.status !== 'ready' || producer.status !== 'ready';
    if (stopping || away || isOfConnection(err) || isExplained(err)) return;
    complain(err, 'the job queue reported an error');
  }

  function registered(name: string) {
    const entry = handlers.get(name);
    if (!entry) throw new Error(`no handler for job ${name}`);
    return entry;
  }

  async function stored<T>(what: string, store: () => Promise<T>): Promise<T> {
    if (stopping || !(await isReadyWithin(READY_WAIT_MS))) {
      throw new AppError({ kind: 'storage-unavailable' }, `${what} could not be stored: no connection to Redis`);
    }
    try {
      return await store();
    } catch (cause) {
      throw writeFailed(`${what} could not be stored`, cause);
    }
  }

  async function storeSchedule(name: string): Promise<void> {
    const schedule = schedules.get(name);
    if (!schedule) return;
    const { data, everyMs } = schedule;
    const { retry } = registered(name);
    await stored(`schedule ${name}`, () =>
      queue.upsertJobScheduler(name, { every: everyMs }, { name, data, opts: toJobOptions(retry) }),
    );
  }

  function storeSchedules(): void {
    for (const name of schedules.keys()) storeSchedule(name).catch(logUnlessAway);
  }

  function runHandler(name: string, data: unknown, context: JobContext): Promise<void> {
    const entry = handlers.get(name);
    if (entry) return entry.handler(data, context);
    if (!runUnknown) throw new JobFailedForGood(`no handler for job ${name}`);
    return runUnknown(name, data, context);
  }

  async function run(job: Job, token?: string): Promise<void> {
    const controller = new AbortController();
    running.add(controller);
    try {
      if (interrupted) throw new JobInterrupted('fetched while stopping');
      const attempt = job.attemptsMade + 1;
      await runHandler(job.name, job.data, {
        jobId: job.id ?? '',
        attempt,
        lastAttempt: attempt >= (job.opts.attempts ?? 1),
        deaths: job.stalledCounter,
        signal: controller.signal,
      });
    } catch (error) {
      const thrown = await toBullmqError(error, { job, token, signal: controller.signal });
      if (thrown !== null) throw thrown;
    } finally {
      running.delete(controller);
    }
  }

  function startWorker(): void {
    if (interrupted) return;
    worker = new Worker(QUEUE, run, {
      connection: workerConnection,
      prefix,
      concurrency: options.concurrency,
      lockDuration: options.lockMs ?? 30_000,
      stalledInterval: options.stalledCheckMs ?? 15_000,
      // BullMQ fails a job without telling anybody; what becomes of one whose process dies is for its handler to say.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      runRetryDelay: 1_000,
      settings: {
        backoffStrategy: (attemptsMade, _type, _error, job) => {
          const entry = handlers.get(job?.name ?? '');
          // A job whose name an older version stored is tried again as often as that version said.
          return entry ? (retryPauseMs(entry.retry, attemptsMade, random) ?? -1) : UNKNOWN_JOB_PAUSE_MS;
        },
      },
    });
    stopTidying = keepTidy(queue, producer, logUnlessAway, options.tidyTimes);
    worker.on('error', logUnlessAway);
    worker.on('failed', (job, error) => {
      const about = { err: error.cause ?? error, job: job?.name, jobId: job?.id, attempt: job?.attemptsMade };
      if (job && job.finishedOn === undefined) logger.warn(about, 'job failed, will be tried again');
      else logger.error(about, 'job failed for good');
    });
  }

  function interrupt(): void {
    if (interrupted) return;
    interrupted = true;
    for (const controller of running) controller.abort(new JobInterrupted('the process is stopping'));
    // Waiting for it is for `stop`.
    if (worker) pausing = worker.pause().catch(logUnlessAway);
  }

  return {
    handle(name, retry, handler) {
      handlers.set(name, { retry, handler });
    },
    handleUnknown(handler) {
      runUnknown = handler;
    },

    async add(name, data, { id, delayMs = 0 } = {}) {
      const { retry } = registered(name);
      await stored(`job ${name}`, () =>
        queue.add(name, data, {
          ...toJobOptions(retry),
          delay: delayMs,
          // Not BullMQ's jobId: that one refuses numbers and colons, and stays taken after a failure.
          ...(id === undefined ? {} : { deduplication: { id: `${name}/${id}` } }),
        }),
      );
    },

    async schedule(name, data, everyMs) {
      schedules.set(name, { data, everyMs });
      await storeSchedule(name).catch((err: Error) =>
        logger.warn({ err, job: name }, 'the schedule will be stored when Redis is back'),
      );
    },

    async unschedule(name) {
      await stored(`the end of schedule ${name}`, () => queue.removeJobScheduler(name)).catch((err: Error) =>
        logger.warn({ err, job: name }, 'a schedule of an older version could not be ended'),
      );
    },

    async start() {
      if (!usable) return startWorker();
      usable.then(() => {
        startWorker();
        // What was refused before.
        storeSchedules();
      }, logUnlessAway);
    },

    interrupt,

    async stop(graceMs) {
      if (stopping) return;
      interrupt();
      stopTidying();
      stopping = true;
      // Pausing waits for the jobs in hand and for Redis to hear of them; without Redis it would wait for ever.
      if (worker && (running.size > 0 || workerConnection.status === 'ready')) {
        await isSettledWithin(pausing, graceMs);
      }
      if (worker) await isSettledWithin(worker.close(true), CLOSE_TIMEOUT_MS);
      await isSettledWithin(queue.close(), CLOSE_TIMEOUT_MS);
      workerConnection.disconnect();
      producer.disconnect();
    },
  };
}
