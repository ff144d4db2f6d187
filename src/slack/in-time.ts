import { AppError } from '../errors.ts';

/** Slack gives up after three seconds; the rest is for the way back. */
const ANSWER_WITHIN_MS = 2_500;

/**
 * The result of `work`, if it is there in time for Slack.
 * @throws AppError `storage-unavailable`: the only thing that is waited for here is the store
 */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AppError({ kind: 'storage-unavailable' }, `no answer within ${ANSWER_WITHIN_MS} ms`)),
      ANSWER_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
