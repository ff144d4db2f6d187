import { AppError } from '../../errors.ts';

interface Waiting<T> {
  readonly item: T;
  resolve(): void;
  reject(error: unknown): void;
}

/** Writes items in as few steps as there is time for. */
export interface BatchWriter<T> {
  /**
   * Resolves when the item is written.
   * @throws AppError `storage-unavailable` at once, when too many wait; else what `write` throws
   */
  add(item: T): Promise<void>;
}

/**
 * Whatever comes while a write is under way is written together by the next one: however many come, the store is asked once
 * for all of them, and an item that comes alone waits for nobody.
 * @param limits.atOnce that one write takes
 * @param limits.waiting that may wait for theirs
 * @param write the items of one batch; gives what became of each, in their order
 */
export function createBatchWriter<T>(
  write: (items: readonly T[]) => Promise<readonly PromiseSettledResult<void>[]>,
  limits: { readonly atOnce: number; readonly waiting: number },
): BatchWriter<T> {
  const waiting: Waiting<T>[] = [];
  let isWriting = false;

  async function writeOn(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, limits.atOnce);
      try {
        const results = await write(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, place) => {
          const result = results[place];
          if (result?.status === 'rejected') reject(result.reason);
          else resolve();
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  return {
    add(item) {
      if (waiting.length >= limits.waiting) {
        return Promise.reject(new AppError({ kind: 'storage-unavailable' }, 'too many events wait to be stored'));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (!isWriting) void writeOn();
      });
    },
  };
}
