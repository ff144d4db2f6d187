import { JobInterrupted } from './job-queue.ts';

/** What a handler throws once its signal is aborted, also when Node threw it for an aborted call inside. */
export function isInterruption(error: unknown, signal: AbortSignal): error is Error {
  if (error instanceof JobInterrupted) return true;
  return signal.aborted && error instanceof Error && error.name === 'AbortError';
}
