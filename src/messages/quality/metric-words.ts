import type { MetricName } from '../../qos/person.ts';
import { formatFps, formatLimit, formatMs, formatPercent } from '../text/numbers.ts';
import type { ReachedLimit } from './reached-limit.ts';

const UNITS: Readonly<Record<MetricName, string>> = {
  loss: '%',
  latency: 'ms',
  jitter: 'ms',
  fps: 'pictures a second',
};

export function formatMetric(metric: MetricName, value: number | null): string {
  if (metric === 'loss') return formatPercent(value);
  return metric === 'fps' ? formatFps(value).replace(' fps', ` ${UNITS.fps}`) : formatMs(value);
}

/** ` (Poor from 5 %)`, after the value that reached it; blank when none was reached. */
export function limitInBrackets(metric: MetricName, reached: ReachedLimit | null): string {
  if (reached === null) return '';
  const { grade, limit } = reached;
  return metric === 'fps'
    ? ` (${grade} below ${formatLimit(limit, '').trim()})`
    : ` (${grade} from ${shown(metric, limit)})`;
}

/** `Poor begins at 5 %`. */
export function limitClause(metric: MetricName, { grade, limit }: ReachedLimit): string {
  return metric === 'fps'
    ? `${grade} begins below ${formatLimit(limit, UNITS.fps)}`
    : `${grade} begins at ${shown(metric, limit)}`;
}

function shown(metric: MetricName, limit: number): string {
  return formatLimit(limit, UNITS[metric]);
}
