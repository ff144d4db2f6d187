import { isStorageTrouble } from '../../errors.ts';

/** Calls the store and, while it cannot be reached, does `instead`: reading Zoom goes on without Redis. */
export async function orWithoutStore<T>(call: () => Promise<T>, instead: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isStorageTrouble(error)) return instead();
    throw error;
  }
}
