import type { Reason } from '../../qos/person.ts';
import { type StreamType, streamKind } from '../../qos/stream.ts';
import type { GradedMedium, Thresholds } from '../../qos/thresholds.ts';
import type { ReportHead } from '../../reports/report.ts';
import { limitsByGrade, peakLimit } from '../quality/reached-limit.ts';
import { formatLimit } from '../text/numbers.ts';

const UNITS = { loss: '%', latency: 'ms', jitter: 'ms' } as const;

/** The limits of what decided a grade: "Fair from 2 %, Poor from 5 %, Bad from 10 %"; blank without a reason. */
export function limitCell(reason: Reason | null, thresholds: Thresholds): string {
  if (reason === null) return '';
  if (reason.type === null) return `Fair from ${thresholds.dropsForFair}, Poor from ${thresholds.dropsForPoor}`;
  const { type, metric, spike } = reason;
  const medium = gradedMedium(type);
  if (medium === null) return '';
  if (metric === 'fps') return `below ${formatLimit(thresholds.lowFrameRateFps, '').trim()} pictures a second`;
  if (!spike) return ladderCell(metric, medium, thresholds);
  const peak = peakLimit(metric, type, thresholds);
  return peak === null ? '' : `a peak from ${formatLimit(peak.limit, UNITS[metric])}`;
}

/** The same of a stream's average loss, delay or jitter. */
export function ladderCell(metric: keyof typeof UNITS, medium: GradedMedium, thresholds: Thresholds): string {
  return limitsByGrade(metric, medium, thresholds)
    .map(({ grade, limit }) => `${grade} from ${formatLimit(limit, UNITS[metric])}`)
    .join(', ');
}

/** Behind the name of a column of limits that are not the method's defaults. */
export function ownInBrackets({ ownLimits }: Pick<ReportHead, 'ownLimits'>): string {
  return ownLimits ? ' (own)' : '';
}

export function gradedMedium(type: StreamType): GradedMedium | null {
  const { medium } = streamKind(type);
  return medium === 'cpu' ? null : medium;
}
