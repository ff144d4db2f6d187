import type { Clock } from '../runtime/clock.ts';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';
import type { ReportHead } from './report.ts';

/** What is read of webinars of long ago says nothing of today; the automatic reads of one go on for a day. */
const COUNTED_FOR_MS = 2 * 24 * 3_600_000;

/** Hears of every report that is kept after a read. `isLast`: nothing more is read by itself. */
export type NoteReport = (head: ReportHead, isLast: boolean) => Promise<void>;

/**
 * Tells of each finished webinar once, whoever read it and however often: with the first report to which Zoom is
 * not expected to add anything, or else with that of the last automatic read. At most once: what a process dies of in between is not told.
 * @throws what the store throws
 */
export function createFinishedWebinars({
  kv,
  clock,
  onFinished,
}: {
  kv: Pick<Kv, 'setIfAbsent'>;
  clock: Clock;
  onFinished: (head: ReportHead, endedAt: string) => void;
}): NoteReport {
  return async (head, isLast) => {
    const { key, state, endedAt } = head;
    if (state === 'live' || (state === 'preliminary' && !isLast)) return;
    // Also where Zoom tells no time: it may be any webinar of the last year.
    if (endedAt === null || !(clock.now() - Date.parse(endedAt) <= COUNTED_FOR_MS)) return;
    const { name, lifeSeconds } = keys.counted(key);
    if (await kv.setIfAbsent(name, state, lifeSeconds)) onFinished(head, endedAt);
  };
}
