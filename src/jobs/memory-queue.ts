import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { type RetrySchedule, retryPauseMs } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { isSettledWithin } from '../runtime/with-timeout.ts';
import {
  isInterruption,
  JobDelayed,
  JobFailedForGood,
  type JobHandler,
  JobInterrupted,
  type JobQueue,
} from './job-queue.ts';

/** What setTimeout can hold; a longer delay would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Job {
  readonly jobId: string;
  readonly name: string;
  /** JSON, so that a handler gets a copy with what Redis would have kept, and nothing else. */
  readonly data: string;
  readonly dedupeKey: string | null;
  attempt: number;
}

/** Jobs in this process: the same promises as on Redis, but they end with the process. */
export function createMemoryQueue({
  clock,
  random,
  logger,
  concurrency,
}: {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly concurrency: number;
}): JobQueue {
  const handlers = new Map<string, { readonly retry: RetrySchedule; readonly handler: JobHandler }>();
  const taken = new Set<string>();
  const ready: Job[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const schedules = new Map<string, NodeJS.Timeout>();
  const running = new Map<AbortController, Promise<void>>();
  let state: 'new' | 'started' | 'interrupted' | 'stopped' = 'new';
  let lastId = 0;

  function registered(name: string) {
    const entry = handlers.get(name);
    if (!entry) throw new Error(`no handler for job ${name}`);
    return entry;
  }

  function enqueue(job: Job, dueAt: number): void {
    if (state === 'stopped') return;
    const delayMs = dueAt - clock.now();
    if (delayMs <= 0) {
      ready.push(job);
      queueMicrotask(startReady);
      return;
    }
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        enqueue(job, dueAt);
      },
      Math.min(delayMs, LONGEST_TIMER_MS),
    );
    timers.add(timer);
  }

  function startReady(): void {
    while (state === 'started' && running.size < concurrency) {
      const job = ready.shift();
      if (!job) return;
      const controller = new AbortController();
      const finished = run(job, controller.signal).finally(() => {
        running.delete(controller);
        startReady();
      });
      running.set(controller, finished);
    }
  }

  async function run(job: Job, signal: AbortSignal): Promise<void> {
    const { retry, handler } = registered(job.name);
    const { jobId, attempt } = job;
    const pauseMs = retryPauseMs(retry, attempt, random);
    const lastAttempt = pauseMs === null;
    try {
      // Not in the same turn as `add`: nobody expects a job to begin before adding it has returned.
      await Promise.resolve();
      await handler(JSON.parse(job.data), { jobId, attempt, lastAttempt, deaths: 0, signal });
    } catch (error) {
      if (error instanceof JobDelayed) return enqueue(job, error.at.getTime());
      if (isInterruption(error, signal)) return enqueue(job, clock.now());
      const about = { err: error, job: job.name, jobId, attempt };
      if (pauseMs !== null && !(error instanceof JobFailedForGood)) {
        logger.warn(about, 'job failed, will be tried again');
        job.attempt += 1;
        return enqueue(job, clock.now() + pauseMs);
      }
      logger.error(about, 'job failed for good');
    }
    if (job.dedupeKey !== null) taken.delete(job.dedupeKey);
  }

  async function add(name: string, data: unknown, { id, delayMs = 0 }: { id?: string; delayMs?: number } = {}) {
    registered(name);
    if (state === 'stopped') throw new AppError({ kind: 'storage-unavailable' }, `job ${name}: the queue has stopped`);
    const dedupeKey = id === undefined ? null : `${name}/${id}`;
    if (dedupeKey !== null) {
      if (taken.has(dedupeKey)) return;
      taken.add(dedupeKey);
    }
    lastId += 1;
    const job: Job = { jobId: String(lastId), name, data: JSON.stringify(data ?? {}), dedupeKey, attempt: 1 };
    enqueue(job, clock.now() + delayMs);
  }

  function interrupt(): void {
    if (state !== 'stopped') state = 'interrupted';
    for (const controller of running.keys()) controller.abort(new JobInterrupted('the process is stopping'));
  }

  return {
    add,
    interrupt,

    handle(name, retry, handler) {
      handlers.set(name, { retry, handler });
    },
    // Nothing outlives the process, so that there is no job of another version.
    handleUnknown: () => undefined,

    async start() {
      state = 'started';
      startReady();
    },

    async schedule(name, data, everyMs) {
      clearInterval(schedules.get(name));
      // The id keeps a slow run from piling up.
      const runOnce = () => add(name, data, { id: 'schedule' });
      await runOnce();
      schedules.set(name, setInterval(runOnce, everyMs));
    },

    async unschedule(name) {
      clearInterval(schedules.get(name));
      schedules.delete(name);
    },

    async stop(graceMs) {
      if (state === 'stopped') return;
      state = 'stopped';
      for (const timer of timers) clearTimeout(timer);
      for (const timer of schedules.values()) clearInterval(timer);
      interrupt();
      await isSettledWithin(Promise.all(running.values()), graceMs);
    },
  };
}
