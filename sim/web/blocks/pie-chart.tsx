import type { WireChart } from '../../workspace/wire.ts';
import { colourOf } from './chart-colours.ts';

const RADIUS = 70;

/** Pieces of a whole, from the top and clockwise. */
export function PieChart({ chart: { segments } }: { readonly chart: Extract<WireChart, { type: 'pie' }> }) {
  const whole = segments.reduce((sum, { value }) => sum + value, 0);
  let turned = 0;
  return (
    <svg viewBox="-300 -80 600 160" aria-hidden="true">
      {segments.map(({ label, value }, index) => {
        const from = turned;
        turned += value / whole;
        // An arc from a point to itself is none: a piece that is all is a circle.
        return value === whole ? (
          <circle key={label} r={RADIUS} style={{ fill: colourOf(index) }} />
        ) : (
          <path key={label} d={piece(from, turned)} style={{ fill: colourOf(index) }} />
        );
      })}
    </svg>
  );
}

function piece(from: number, to: number): string {
  return `M0,0 L${onRim(from)} A${RADIUS},${RADIUS} 0 ${to - from > 0.5 ? 1 : 0} 1 ${onRim(to)} Z`;
}

function onRim(turn: number): string {
  const angle = 2 * Math.PI * turn - Math.PI / 2;
  return `${(RADIUS * Math.cos(angle)).toFixed(2)},${(RADIUS * Math.sin(angle)).toFixed(2)}`;
}
