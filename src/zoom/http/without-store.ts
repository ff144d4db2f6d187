import { AppError } from '../../errors.ts';

/** Calls the store and, while it cannot be reached, does `instead`: reading Zoom goes on without Redis. */
export async function orWithoutStore<T>(call: () => Promise<T>, instead: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AppError && error.failure.kind === 'storage-unavailable') return instead();
    throw error;
  }
}
