import { ownLimitsOf } from '../../qos/own-limits.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { formatLimit } from '../text/numbers.ts';
import { limitsByGrade, type ReachedLimit } from './reached-limit.ts';

/** One line for each thing that is graded: "Lost sound: Fair from 2 %, Poor from 5 %, Bad from 10 %". */
export function limitLines(thresholds: Thresholds): string[] {
  const own = ownLimitsOf(thresholds);
  return [
    `Lost sound: ${steps(limitsByGrade('loss', 'audio', thresholds), '%')}`,
    `Lost shared screen: ${steps(limitsByGrade('loss', 'share', thresholds), '%')}`,
    `Lost video: ${steps(limitsByGrade('loss', 'video', thresholds), '%')}`,
    `Delay there and back, for those who speak: ${steps(limitsByGrade('latency', 'audio', thresholds), 'ms')}`,
    ...(own === null ? [] : ownLines(thresholds)),
  ];
}

/** What there is no room for otherwise: nobody could look it up. */
function ownLines(thresholds: Thresholds): string[] {
  const [fair, poor, bad] = thresholds.audienceLimitsPercent;
  const audience = { Fair: fair, Poor: poor, Bad: bad };
  return [
    `Jitter of the sound: ${steps(limitsByGrade('jitter', 'audio', thresholds), 'ms')}`,
    `Audience, by the share in trouble: ${Object.entries(audience)
      .map(([grade, limit]) => `${grade} from ${formatLimit(limit, '%')}`)
      .join(', ')}`,
  ];
}

/** A grade that cannot be reached is not there. */
function steps(limits: readonly ReachedLimit[], unit: string): string {
  return limits.map(({ grade, limit }) => `${grade} from ${formatLimit(limit, unit)}`).join(', ') || 'not graded';
}
