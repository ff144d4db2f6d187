import type { JobPolicy } from './job-queue.ts';

/**
 * The pause before the next try: doubles with every try up to the policy's ceiling; the upper half is random, so that
 * jobs that failed together do not come back together.
 *
 * @param attempt the try that just failed, from 1
 * @param random a number in [0, 1)
 */
export function toBackoffMs(policy: JobPolicy, attempt: number, random: () => number): number {
  const ceiling = Math.min(policy.maxBackoffMs, policy.backoffMs * 2 ** (attempt - 1));
  return Math.round(ceiling * (0.5 + random() / 2));
}
