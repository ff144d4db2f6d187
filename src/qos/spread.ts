import { isGraded } from './grade.ts';
import type { Grade, PersonGrade } from './person.ts';
import { comparable, isBelow } from './rounding.ts';

/** Where the parts of the spread begin, percent. The first is for those who lost nothing, the next ends at 1 %. */
export const LOSS_BUCKETS_PERCENT = [0, 0, 1, 2, 5, 10, 20, 50] as const;

/** How graded people are spread: for pictures, and for words beside them. */
export interface Spread {
  /** Presenters by grade. */
  readonly presenters: Readonly<Record<Lowercase<Grade>, number>>;
  /** People for each of LOSS_BUCKETS_PERCENT by their greatest average loss: as many as the order by loss holds. */
  readonly loss: readonly number[];
}

/** The part of a graded person that the spread is made of. */
interface Counted {
  readonly role: 'presenter' | 'attendee';
  readonly grade: PersonGrade;
  readonly lossPercent: number | null;
}

const KEY_OF = { Good: 'good', Fair: 'fair', Poor: 'poor', Bad: 'bad' } as const satisfies Record<
  Grade,
  Lowercase<Grade>
>;

/** Counted once, when a webinar is graded: showing it costs the same for a hundred people as for ten thousand. */
export function findSpread(people: readonly Counted[]): Spread {
  const presenters = { good: 0, fair: 0, poor: 0, bad: 0 };
  const loss: number[] = LOSS_BUCKETS_PERCENT.map(() => 0);
  for (const { role, grade, lossPercent } of people) {
    if (!isGraded(grade)) continue;
    if (role === 'presenter') presenters[KEY_OF[grade]] += 1;
    if (lossPercent === null) continue;
    const bucket = bucketOf(lossPercent);
    loss[bucket] = (loss[bucket] ?? 0) + 1;
  }
  return { presenters, loss };
}

function bucketOf(lossPercent: number): number {
  if (comparable(lossPercent) <= 0) return 0;
  const above = LOSS_BUCKETS_PERCENT.findIndex((from, index) => index > 1 && isBelow(lossPercent, from));
  return above === -1 ? LOSS_BUCKETS_PERCENT.length - 1 : above - 1;
}
