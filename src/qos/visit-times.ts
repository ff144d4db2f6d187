import { isDrop } from './leave-reason.ts';
import type { Visit } from './visit.ts';

/** When one of a person's visits began and ended, in milliseconds since 1970; null where Zoom did not say. */
export interface VisitTime {
  readonly joinedAtMs: number | null;
  readonly leftAtMs: number | null;
  /** It ended because the connection broke off. */
  readonly dropped: boolean;
}

/** So many are kept of one person; the others are counted in `Person.visits`. */
export const MAX_VISIT_TIMES = 10;

/** The first visits of which a time is known, in the order of joining; undefined when there are none. */
export function timesOfVisits(visits: readonly Visit[]): readonly VisitTime[] | undefined {
  const known = visits.flatMap(({ joinedAtMs = null, leftAtMs = null, leaveReason = null }) =>
    joinedAtMs === null && leftAtMs === null ? [] : [{ joinedAtMs, leftAtMs, dropped: isDrop(leaveReason) }],
  );
  if (known.length === 0) return undefined;
  return known.toSorted((one, other) => startOf(one) - startOf(other)).slice(0, MAX_VISIT_TIMES);
}

function startOf({ joinedAtMs, leftAtMs }: VisitTime): number {
  return joinedAtMs ?? leftAtMs ?? 0;
}
