import { withOwnLimits } from '../../qos/own-limits.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';

/** Beside every report that was not graded by the method's defaults. */
export const OWN_LIMITS = 'graded with limits of our own';

/** The limits by which a report was graded, and by which it is explained. */
export function limitsUsed({ limits }: Pick<ReportHead, 'limits'>): Thresholds {
  return withOwnLimits(limits ?? {});
}
