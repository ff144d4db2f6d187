import { AppError } from '../errors.ts';

/** Slack gives up after three seconds; the rest is for the way back. */
const ANSWER_WITHIN_MS = 2_500;

/**
 * The result of `work`, if it is there in time for Slack.
 * @throws AppError `storage-unavailable`: what is waited for here is the store, unless the caller knows better
 */
export async function inTime<T>(work: Promise<T>, withinMs = ANSWER_WITHIN_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AppError({ kind: 'storage-unavailable' }, `no answer within ${withinMs} ms`)),
      withinMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
