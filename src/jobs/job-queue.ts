/** What a job handler gets. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
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

/** A handler throws this when `signal` stopped it: the job goes back and is run again at once by whoever is there. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted';
}

/** A handler throws this when trying again cannot help. */
export class JobFailedForGood extends Error {
  override readonly name = 'JobFailedForGood';
}

/** How a job is tried again. */
export interface JobPolicy {
  /** Tries in all, at least 1. */
  readonly attempts: number;
  /** First pause; doubles each time, with jitter. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

export type JobHandler = (data: unknown, context: JobContext) => Promise<void>;

/** Durable work. At least once: a handler must bear being run again. */
export interface JobQueue {
  /**
   * Stores a job. A job with an `id` that is still waiting, delayed or running is not added again.
   * @throws AppError `storage-unavailable` when it could not be stored.
   */
  add(name: string, data: unknown, options?: { readonly id?: string; readonly delayMs?: number }): Promise<void>;
  /** Runs handlers until `stop`. Call once, after every `handle`. */
  start(): Promise<void>;
  handle(name: string, policy: JobPolicy, handler: JobHandler): void;
  /** Runs a job every so often, on one replica only. */
  schedule(name: string, everyMs: number): Promise<void>;
  /** No new work; aborts the running handlers' signals and waits for them, at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}
