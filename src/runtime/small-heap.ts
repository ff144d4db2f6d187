import { setFlagsFromString } from 'node:v8';

/**
 * From now on the heap grows by half of what is alive before it is cleared, instead of to a multiple of it: less memory for
 * some more work. V8 reads this flag at every collection, so that it may be set while the process runs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
