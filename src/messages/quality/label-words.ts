import type { ZoomLabels } from '../../errors.ts';
import { formatCount } from '../text/numbers.ts';

/** `12 of 4,300 with poor or bad sound`: what Zoom's own labels come to. They are Zoom's, and have to be called so. */
export function labelWords({ people, labelled, poorSound }: ZoomLabels): string {
  const without = people - labelled;
  const rest = without === 0 ? '' : `, ${formatCount(without)} without a label`;
  return `${formatCount(poorSound)} of ${formatCount(labelled)} with poor or bad sound${rest}`;
}
