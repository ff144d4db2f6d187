import type { WebinarSummary } from '../../qos/analysis.ts';
import { formatMs, formatPercent } from '../text/numbers.ts';
import { FEWEST_FOR_PERCENT } from './verdict-words.ts';

/** "half at most 84 ms, 95 % at most 310 ms"; for a small audience the second is the highest value there is. */
export function medianAndMost(metric: 'loss' | 'latency', summary: WebinarSummary): string {
  const { median, p95 } = metric === 'loss' ? summary.lossPercent : summary.latencyMs;
  if (median === null || p95 === null) return 'not reported';
  const format = metric === 'loss' ? formatPercent : formatMs;
  // Below 20 values the nearest rank of 95 % is the last one.
  const most = summary.audience.graded < FEWEST_FOR_PERCENT ? `highest ${format(p95)}` : `95 % ${atMost(format(p95))}`;
  return `half ${atMost(format(median))}, ${most}`;
}

function atMost(value: string): string {
  return value.startsWith('<') ? `under ${value.slice(1)}` : `at most ${value}`;
}
