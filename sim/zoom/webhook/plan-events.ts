import { createRandom } from '../../runtime/random.ts';

/** What may happen to events on their way; Zoom promises neither an order nor that each comes once, or at all. */
export interface EventMishaps {
  /** Which part never comes, 0 to 1. */
  readonly missing?: number;
  /** Which part comes twice. */
  readonly doubled?: number;
  /** Which part comes after everything else is over. */
  readonly late?: number;
  /** In another order. */
  readonly shuffled?: boolean;
  readonly seed?: number;
}

/** Events in the order of their arrival. */
interface PlannedEvents {
  readonly prompt: readonly object[];
  readonly late: readonly object[];
}

/** The same for the same mishaps. A share is that of all events: which of them it hits is a matter of chance. */
export function planEvents(events: readonly object[], mishaps: EventMishaps): PlannedEvents {
  const { missing = 0, doubled = 0, late = 0, shuffled = false, seed = 1 } = mishaps;
  const random = createRandom(seed);
  const mixed = [...events];
  shuffle(mixed, random.whole);
  const count = (share: number) => Math.round(events.length * share);
  const lost = new Set(mixed.slice(0, count(missing)));
  const isLate = new Set(mixed.slice(count(missing), count(missing) + count(late)));
  const kept = events.filter((event) => !lost.has(event));
  const prompt = kept.filter((event) => !isLate.has(event));
  prompt.push(...prompt.slice(0, count(doubled)));
  if (shuffled) shuffle(prompt, random.whole);
  return { prompt, late: kept.filter((event) => isLate.has(event)) };
}

function shuffle(items: object[], whole: (from: number, to: number) => number): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = whole(0, index);
    const [a, b] = [items[index], items[other]];
    if (a === undefined || b === undefined) continue;
    items[index] = b;
    items[other] = a;
  }
}
