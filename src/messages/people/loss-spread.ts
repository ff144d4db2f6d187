import { LOSS_BUCKETS_PERCENT } from '../../qos/spread.ts';
import type { ReportHead } from '../../reports/report.ts';
import { barChart } from '../block-kit/chart.ts';
import type { ChartBlock } from '../block-kit/native-data.ts';
import { formatCount } from '../text/numbers.ts';

/** Of fewer people the list itself says as much. */
const LEAST_PEOPLE = 5;

/** How many people lost how much, as a picture and in words; null where there is nothing to see. */
export function lossSpread({
  spread,
  listLengths,
}: Pick<ReportHead, 'spread' | 'listLengths'>): { readonly chart: ChartBlock; readonly words: string } | null {
  if (spread === undefined || listLengths.loss < LEAST_PEOPLE) return null;
  const buckets = LOSS_BUCKETS_PERCENT.map((_, index) => ({ label: labelOf(index), people: spread.loss[index] ?? 0 }));
  const parts = buckets
    .filter(({ people }) => people > 0)
    .map(({ label, people }) => `${label}: ${formatCount(people)}`);
  return {
    chart: barChart({
      title: 'How much people lost',
      categories: buckets.map(({ label }) => label),
      series: [{ name: 'People', values: buckets.map(({ people }) => people) }],
      xLabel: 'Lost on average',
      yLabel: 'People',
    }),
    words: `People who lost ${parts.join(' · ')}`,
  };
}

/** "0 %", "under 1 %", "1–2 %", "from 50 %". */
function labelOf(index: number): string {
  const [from, to] = [LOSS_BUCKETS_PERCENT[index], LOSS_BUCKETS_PERCENT[index + 1]];
  if (index === 0) return '0 %';
  if (to === undefined) return `from ${from} %`;
  return from === 0 ? `under ${to} %` : `${from}–${to} %`;
}
