import { setTimeout } from 'node:timers/promises';

/** Waits, in milliseconds; rejects with the signal's reason as soon as it is aborted. An argument, so that tests own time. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** The real one. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    await setTimeout(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    // Node rejects with an AbortError of its own; callers look for the reason they gave.
    signal?.throwIfAborted();
    throw error;
  }
}
