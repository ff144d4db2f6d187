import { DeliveryError } from '../../reports/delivery/messenger.ts';
import type { Sleep } from '../../runtime/sleep.ts';

const PAUSE_MS = 500;
/** Whoever clicked is looking at the screen. */
const LONGEST_PAUSE_MS = 3_000;
/** What Slack says when it may have done what it was asked for. */
const PERHAPS_DONE = new Set(['no answer', 'internal_error', 'fatal_error']);

/**
 * Calls Slack and, when it had a passing trouble, once more after a pause. For clicks only: what a job sends is
 * tried again by the job.
 * @param options.unlessDone do not repeat what may have been done already, such as a post
 * @throws DeliveryError of the second try, or of the first when trying again cannot help
 */
export async function onceMore<T>(
  call: () => Promise<T>,
  { wait, unlessDone = false }: { wait: Sleep; unlessDone?: boolean },
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.kind !== 'passing') throw error;
    if (unlessDone && PERHAPS_DONE.has(error.slackError)) throw error;
    if ((error.retryAfterMs ?? 0) > LONGEST_PAUSE_MS) throw error;
    await wait(error.retryAfterMs ?? PAUSE_MS);
    return call();
  }
}
