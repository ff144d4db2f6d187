import type { WebinarSummary } from '../../qos/analysis.ts';
import { formatMs, formatPercent } from '../text/numbers.ts';

/** With fewer people there is no "1 in 20": the worst is one of them. */
const FEWEST_FOR_ONE_IN_TWENTY = 20;

/** "typical 84 ms, worst 1 in 20: over 310 ms"; for a small audience "typical 84 ms, worst 310 ms". */
export function typicalAndWorst(metric: 'loss' | 'latency', summary: WebinarSummary): string {
  const { median, p95 } = metric === 'loss' ? summary.lossPercent : summary.latencyMs;
  if (median === null || p95 === null) return 'not reported';
  const format = metric === 'loss' ? formatPercent : formatMs;
  const most = format(p95);
  const typical = `typical ${format(median)}`;
  if (summary.audience.graded < FEWEST_FOR_ONE_IN_TWENTY) return `${typical}, worst ${most}`;
  // Nothing to speak of, even for those: "over 0 %" would say the opposite.
  return p95 === 0 || most.startsWith('<')
    ? `${typical}, ${most} for 19 in 20`
    : `${typical}, worst 1 in 20: over ${most}`;
}
