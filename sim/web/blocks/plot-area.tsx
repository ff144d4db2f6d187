import type { WireChart } from '../../workspace/wire.ts';
import { colourOf } from './chart-colours.ts';

type XyChart = Exclude<WireChart, { type: 'pie' }>;
type Series = XyChart['series'][number];

const WIDTH = 600;
const LEFT = 52;
const RIGHT = 8;
const TOP = 18;
const HEIGHT = 150;
/** Where the axis lies. */
const BOTTOM = TOP + HEIGHT;
const WIDEST_BAR = 48;
/** More bars than these leave no room for numbers above them. */
const MOST_NUMBERED = 30;

/** Bars, lines or areas over their categories. */
export function PlotArea({ chart }: { readonly chart: XyChart }) {
  const { categories, x_label: xLabel = '', y_label: yLabel = '' } = chart.axis_config;
  const greatest = Math.max(0, ...chart.series.flatMap(({ data }) => data.map(({ value }) => value)));
  const step = stepFor(greatest);
  const steps = Math.max(1, Math.ceil(greatest / step));
  const top = step * steps;
  const slot = (WIDTH - LEFT - RIGHT) / categories.length;
  const x = (index: number) => LEFT + slot * (index + 0.5);
  const y = (value: number) => BOTTOM - (HEIGHT * Math.max(0, value)) / top;
  const below = BOTTOM + 16;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${below + (xLabel === '' ? 6 : 22)}`} aria-hidden="true">
      {Array.from({ length: steps + 1 }, (_, index) => index * step).map((value) => (
        <g key={value}>
          <line className={value === 0 ? 'axis' : 'grid'} x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
          <text x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {value.toLocaleString('en-US')}
          </text>
        </g>
      ))}
      {chart.series.map((series, index) =>
        chart.type === 'bar' ? (
          <Bars key={series.name} {...{ series, index, count: chart.series.length, slot, x, y }} />
        ) : (
          <Line key={series.name} {...{ series, index, x, y }} isArea={chart.type === 'area'} />
        ),
      )}
      {categories.map((label, index) => (
        <text key={label} x={x(index)} y={below} textAnchor="middle">
          {label}
        </text>
      ))}
      {xLabel !== '' && (
        <text x={(LEFT + WIDTH - RIGHT) / 2} y={below + 18} textAnchor="middle">
          {xLabel}
        </text>
      )}
      {yLabel !== '' && (
        <text transform={`translate(12 ${TOP + HEIGHT / 2}) rotate(-90)`} textAnchor="middle">
          {yLabel}
        </text>
      )}
    </svg>
  );
}

interface PlotProps {
  readonly series: Series;
  readonly index: number;
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

function Bars({ series, index, count, slot, x, y }: PlotProps & { readonly count: number; readonly slot: number }) {
  const width = Math.min(WIDEST_BAR, (slot * 0.8) / count);
  const offset = (index - count / 2) * width;
  const isNumbered = count * series.data.length <= MOST_NUMBERED;
  return series.data.map(({ label, value }, place) => (
    <g key={label}>
      <rect
        x={x(place) + offset + 1}
        y={y(value)}
        width={Math.max(1, width - 2)}
        height={BOTTOM - y(value)}
        style={{ fill: colourOf(index) }}
      />
      {isNumbered && (
        <text className="value" x={x(place) + offset + width / 2} y={y(value) - 4} textAnchor="middle">
          {value.toLocaleString('en-US')}
        </text>
      )}
    </g>
  ));
}

function Line({ series, index, x, y, isArea }: PlotProps & { readonly isArea: boolean }) {
  const points = series.data.map(({ value }, place) => `${x(place)},${y(value)}`).join(' ');
  const last = series.data.length - 1;
  return (
    <>
      {isArea && (
        <polygon
          className="area"
          points={`${x(0)},${BOTTOM} ${points} ${x(last)},${BOTTOM}`}
          style={{ fill: colourOf(index) }}
        />
      )}
      <polyline className="line" points={points} style={{ stroke: colourOf(index) }} />
    </>
  );
}

/** 1, 2 or 5 times a power of ten: at most five lines. People come in whole numbers. */
function stepFor(greatest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, greatest / 5)));
  return power * ([1, 2, 5, 10].find((times) => times * power * 5 >= greatest) ?? 10);
}
