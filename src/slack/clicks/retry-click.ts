import { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import { decideDeliveryRetry } from '../../reports/delivery/delivery-retry.ts';
import { exponentialBackoff, retryPauseMs } from '../../runtime/backoff.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { isPerhapsDone } from '../client/slack-errors.ts';

/** Whoever clicked is looking at the screen. */
const CLICK_RETRY = exponentialBackoff({ tries: 2, firstPauseMs: 500, longestPauseMs: 500, jitter: [1, 1] });
const LONGEST_PAUSE_MS = 3_000;

/**
 * Calls Slack and, when it had a passing trouble, once more after a pause. For clicks only: what a job sends is
 * tried again by the job.
 * @param options.unlessDone do not repeat what may have been done already, such as a post
 * @throws DeliveryError of the second try, or of the first when trying again cannot help
 */
export async function retryClick<T>(
  call: () => Promise<T>,
  { sleep, unlessDone = false }: { sleep: Sleep; unlessDone?: boolean },
): Promise<T> {
  for (let failedTries = 1; ; failedTries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof DeliveryError) || (unlessDone && isPerhapsDone(error))) throw error;
      const retry = decideDeliveryRetry(error);
      const pauseMs = retryPauseMs(CLICK_RETRY, failedTries, () => 0);
      if (retry.kind === 'never' || pauseMs === null) throw error;
      const waitMs = retry.kind === 'later' ? retry.pauseMs : pauseMs;
      if (waitMs > LONGEST_PAUSE_MS) throw error;
      await sleep(waitMs);
    }
  }
}
