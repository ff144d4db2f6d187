import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { nextUtcMidnight } from '../../runtime/utc-day.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { ROWS_PER_PAGE, type WebinarSource } from '../../webinar/source.ts';

/**
 * A read that needs more than the rest of the daily quota waits for the next day, instead of breaking off in the middle.
 * @param keptCalls calls of the rest that are not for this read
 * @throws AppError `zoom-limited`
 */
export async function keepWithinQuota(
  source: Pick<WebinarSource, 'callsLeftToday'>,
  { participantCount }: Occurrence,
  clock: Clock,
  keptCalls: number,
): Promise<void> {
  const left = await source.callsLeftToday();
  const needed = Math.ceil((participantCount ?? 1) / ROWS_PER_PAGE);
  if (left === null || needed <= Math.max(0, left - keptCalls)) return;
  const retryAt = new Date(nextUtcMidnight(clock.now()));
  throw new AppError(
    {
      kind: 'zoom-limited',
      limit: 'day',
      retryAt: retryAt.toISOString(),
      peopleRead: 0,
      peopleExpected: participantCount,
    },
    `${needed} calls are needed, ${left} are left today, ${keptCalls} of them for others`,
    { retryAt },
  );
}
