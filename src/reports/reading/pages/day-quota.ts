import { AppError } from '../../../errors.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { nextUtcMidnight } from '../../../runtime/utc-day.ts';
import type { CallKind } from '../../../webinar/call-owner.ts';
import type { WebinarSource } from '../../../webinar/source.ts';

export type QuotaSource = Pick<WebinarSource, 'callsLeftToday' | 'callsPerDay' | 'rowsPerPage'>;

interface Cost {
  readonly kind: CallKind;
  /** Zoom's count; null: not known, then nothing is known of the cost. */
  readonly participantCount: number | null;
  /** Read before, and kept. */
  readonly peopleRead?: number;
  /** Calls of the rest of the day that are not for this read. */
  readonly keptCalls?: number;
}

/**
 * A read that needs more calls than the day has left is not begun but waits for the next day, instead of breaking off in the
 * middle with the calls gone that smaller reads could have had. One that is too large for any day is begun all the same.
 * @throws AppError `zoom-limited` with what it would cost
 */
export async function keepWithinDay(source: QuotaSource, clock: Clock, cost: Cost): Promise<void> {
  const { kind, participantCount, peopleRead = 0, keptCalls = 0 } = cost;
  const calls = Math.max(1, Math.ceil(((participantCount ?? 1) - peopleRead) / source.rowsPerPage));
  if (calls > source.callsPerDay(kind) - keptCalls) return;
  const left = await source.callsLeftToday(kind);
  if (left === null || calls <= Math.max(0, left - keptCalls)) return;
  const retryAt = new Date(nextUtcMidnight(clock.now()));
  throw new AppError(
    {
      ...{ kind: 'zoom-limited', limit: 'day', retryAt: retryAt.toISOString() },
      ...{ peopleRead, peopleExpected: participantCount, cost: { calls, left } },
    },
    `${calls} calls are needed, ${left} are left today, ${keptCalls} of them for others`,
    { retryAt },
  );
}
