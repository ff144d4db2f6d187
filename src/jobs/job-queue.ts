import type { RetrySchedule } from '../runtime/backoff.ts';

/** What a job handler gets beside the job's data. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** How often a process died with this job in hand. Never grows less; what it means is for the handler to decide. */
  readonly deaths: number;
  /** Aborted when the process is asked to stop: save and throw JobInterrupted. */
  readonly signal: AbortSignal;
}

/** A handler throws this to be run again at `at`, without using up an attempt. */
export class JobDelayed extends Error {
  override readonly name = 'JobDelayed';
  readonly at: Date;
  constructor(at: Date) {
    super(`to be run again at ${at.toISOString()}`);
    this.at = at;
  }
}

/** The same for a job that only another version can run. One that a schedule made is let go: the next comes by itself. */
export class JobLeft extends JobDelayed {}

/** A handler throws this when `signal` stopped it: the job goes back and is run again at once by whoever is there. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted';
}

/** A handler throws this when trying again cannot help. */
export class JobFailedForGood extends Error {
  override readonly name = 'JobFailedForGood';
}

/** What a handler throws once its signal is aborted, also when Node threw it for an aborted call inside. */
export function isInterruption(error: unknown, signal: AbortSignal): error is Error {
  if (error instanceof JobInterrupted) return true;
  return signal.aborted && error instanceof Error && error.name === 'AbortError';
}

export type JobHandler = (data: unknown, context: JobContext) => Promise<void>;

/**
 * Durable work, by name; what the names mean is the business of jobs/jobs. At least once: handlers are idempotent.
 */
export interface JobQueue {
  /**
   * Stores a job. A job with an `id` that is still waiting, delayed or running is not added again.
   * @throws AppError `storage-unavailable` when it could not be stored; `storage-outcome-unknown` when it may have been
   */
  add(name: string, data: unknown, options?: { readonly id?: string; readonly delayMs?: number }): Promise<void>;
  handle(name: string, retry: RetrySchedule, handler: JobHandler): void;
  /** Runs jobs for whose name there is no handler, as those of an older or newer version. Without it they fail for good. */
  handleUnknown(handler: (name: string, data: unknown, context: JobContext) => Promise<void>): void;
  /** Runs handlers until `stop`. Call once, after every `handle`. */
  start(): Promise<void>;
  /** Runs a job every so often, on one replica only. */
  schedule(name: string, data: unknown, everyMs: number): Promise<void>;
  /** Ends what an older version scheduled. */
  unschedule(name: string): Promise<void>;
  /** Runs no more jobs here and aborts the signals of those that run; more can still be added, for other processes. */
  interrupt(): void;
  /** No new work; aborts the running handlers' signals and waits for them, at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}
