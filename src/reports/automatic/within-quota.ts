import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { WebinarSource } from '../../webinar/source.ts';

const DAY_MS = 24 * 3_600_000;
const ROWS_PER_CALL = 10;

/**
 * A read that would take the rest of the daily quota waits for the next day, as people who ask come first.
 * @throws AppError `zoom-limited`
 */
export async function keepWithinQuota(
  source: Pick<WebinarSource, 'callsLeftToday'>,
  { participantCount }: Occurrence,
  clock: Clock,
): Promise<void> {
  const left = await source.callsLeftToday();
  const needed = Math.ceil((participantCount ?? 1) / ROWS_PER_CALL);
  if (left === null || needed <= left) return;
  const retryAt = new Date(Math.floor(clock.now() / DAY_MS + 1) * DAY_MS);
  throw new AppError(
    {
      kind: 'zoom-limited',
      limit: 'day',
      retryAt: retryAt.toISOString(),
      peopleRead: 0,
      peopleExpected: participantCount,
    },
    `${needed} calls are needed, ${left} are left today`,
    { retryAt },
  );
}
