import { toPlainText } from '../text/plain.ts';
import { type ChartBlock, NATIVE_LIMITS } from './native-data.ts';

interface ChartSpec {
  readonly title: string;
  readonly categories: readonly string[];
  /** `values` one for each category; one that is missing counts as 0. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly xLabel: string;
  readonly yLabel: string;
}

/** Bars, within what Slack takes whatever is given: texts are cut, and what is too much is left out. */
export function barChart(spec: ChartSpec): ChartBlock {
  return chart('bar', spec);
}

/** The same as a line, for what changes with time. */
export function lineChart(spec: ChartSpec): ChartBlock {
  return chart('line', spec);
}

function chart(
  type: ChartBlock['chart']['type'],
  { title, categories, series, xLabel, yLabel }: ChartSpec,
): ChartBlock {
  const labels = distinct(categories.slice(0, NATIVE_LIMITS.chartCategories));
  const shown = series.slice(0, NATIVE_LIMITS.chartSeries);
  const names = distinct(shown.map(({ name }) => name));
  return {
    type: 'data_visualization',
    title: toPlainText(title, NATIVE_LIMITS.chartTitle),
    chart: {
      type,
      series: shown.map(({ values }, place) => ({
        name: names[place] ?? '',
        data: labels.map((label, index) => ({ label, value: finite(values[index]) })),
      })),
      axis_config: {
        categories: labels,
        x_label: toPlainText(xLabel, NATIVE_LIMITS.chartAxisLabel),
        y_label: toPlainText(yLabel, NATIVE_LIMITS.chartAxisLabel),
      },
    },
  };
}

/** Cut to what Slack takes; of those that are equal then, or empty, the later ones get a number. */
function distinct(texts: readonly string[]): string[] {
  const used = new Set<string>();
  for (const text of texts) {
    let label = toPlainText(text, NATIVE_LIMITS.chartLabel);
    for (let number = used.size + 1; label === '' || used.has(label); number += 1) {
      label = toPlainText(`${number} ${text}`, NATIVE_LIMITS.chartLabel);
    }
    used.add(label);
  }
  return [...used];
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
