import type { ZoomLabels } from '../../../errors.ts';
import { createRowLinks } from '../../../qos/row-links.ts';
import type { Visit } from '../../../qos/visit.ts';

/** Counts people by Zoom's own label of their sound: of several visits the worst. */
export interface LabelCount {
  add(rows: readonly Visit[]): void;
  /** null where nobody's sound has a label. */
  finish(): ZoomLabels | null;
}

export function createLabelCount(): LabelCount {
  const links = createRowLinks();
  const labels: (boolean | null)[] = [];

  return {
    add(rows) {
      links.add(rows);
      for (const { zoomQuality } of rows) {
        const label = zoomQuality?.audio ?? null;
        labels.push(label === null ? null : label === 'poor' || label === 'bad');
      }
    },
    finish() {
      const linked = links.finish();
      const people = new Map<number, boolean | null>();
      labels.forEach((isPoor, row) => {
        const person = linked.personOf(row);
        const before = people.get(person) ?? null;
        people.set(person, isPoor === null ? before : isPoor || before === true);
      });
      const known = [...people.values()].filter((isPoor) => isPoor !== null);
      if (known.length === 0) return null;
      return { people: people.size, labelled: known.length, poorSound: known.filter((isPoor) => isPoor).length };
    },
  };
}
