import { useId } from 'react';
import type { WireBlock, WireChart, WirePoint } from '../../workspace/wire.ts';
import { colourOf } from './chart-colours.ts';
import { PieChart } from './pie-chart.tsx';
import { PlotArea } from './plot-area.tsx';

/** A data visualization as Slack's clients show it: a picture, which screen readers get as numbers. */
export function Chart({ block }: { readonly block: WireBlock }) {
  const title = useId();
  const { chart } = block;
  if (chart === undefined) return null;
  const keys = chart.type === 'pie' ? chart.segments.map(({ label }) => label) : chart.series.map(({ name }) => name);
  return (
    <figure className="chart" aria-labelledby={title}>
      <figcaption id={title}>{String(block.title)}</figcaption>
      {keys.length > 1 && (
        <ul className="chart-keys" aria-hidden="true">
          {keys.map((name, index) => (
            <li key={name}>
              <span style={{ background: colourOf(index) }} />
              {name}
            </li>
          ))}
        </ul>
      )}
      {chart.type === 'pie' ? <PieChart chart={chart} /> : <PlotArea chart={chart} />}
      <p className="hidden">{inWords(chart)}</p>
    </figure>
  );
}

function inWords(chart: WireChart): string {
  if (chart.type === 'pie') return points(chart.segments);
  return chart.series.map(({ name, data }) => `${name}: ${points(data)}.`).join(' ');
}

function points(data: readonly WirePoint[]): string {
  return data.map(({ label, value }) => `${label} ${value.toLocaleString('en-US')}`).join(', ');
}
