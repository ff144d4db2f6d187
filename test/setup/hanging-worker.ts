import { createBullmqQueue } from '../../src/jobs/bullmq-queue.ts';
import { exponentialBackoff } from '../../src/runtime/backoff.ts';
import { createQuietLogger } from './quiet-logger.ts';

/**
 * A process that takes a job, says so and never finishes it, to be killed by a test.
 * Arguments: Redis URL, prefix, job name, lock and stalled check in milliseconds.
 */
const [url = '', prefix = '', name = '', lockMs = '', stalledCheckMs = ''] = process.argv.slice(2);
const queue = createBullmqQueue({
  url,
  prefix,
  logger: createQuietLogger(),
  concurrency: 1,
  random: Math.random,
  lockMs: Number(lockMs),
  stalledCheckMs: Number(stalledCheckMs),
});
queue.handle(name, exponentialBackoff({ tries: 1, firstPauseMs: 1, longestPauseMs: 1 }), (data) => {
  process.stdout.write(`taken ${JSON.stringify(data)}\n`);
  return new Promise(() => {});
});
await queue.start();
