import type { Thresholds } from '../../qos/thresholds.ts';
import { formatLimit } from '../text/numbers.ts';
import { limitsByGrade, type ReachedLimit } from './reached-limit.ts';

/** One line for each thing that is graded: "Lost sound: Fair from 2 %, Poor from 5 %, Bad from 10 %". */
export function limitLines(thresholds: Thresholds): string[] {
  return [
    `Lost sound: ${steps(limitsByGrade('loss', 'audio', thresholds), '%')}`,
    `Lost shared screen: ${steps(limitsByGrade('loss', 'share', thresholds), '%')}`,
    `Lost video: ${steps(limitsByGrade('loss', 'video', thresholds), '%')}`,
    `Delay there and back, for those who speak: ${steps(limitsByGrade('latency', 'audio', thresholds), 'ms')}`,
  ];
}

/** A grade that cannot be reached is not there. */
function steps(limits: readonly ReachedLimit[], unit: string): string {
  return limits.map(({ grade, limit }) => `${grade} from ${formatLimit(limit, unit)}`).join(', ') || 'not graded';
}
