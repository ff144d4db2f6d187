import type { Seen } from '../seen.ts';
import { type Fact, partOf, type Told } from './fact.ts';

/** The share of Zoom's count that the bot, too, takes for all. */
const COMPLETE_PART = 0.98;

/**
 * Whether everybody was there when the bot reads for the last time.
 * @param lastReadMinutes after the end; what comes later is asked for by somebody
 */
export function tellDelay({ minutesSinceEnd, zoomCount, summary }: Seen, lastReadMinutes: number): Fact {
  const rows = summary.visits.length;
  const isComplete = zoomCount !== null && rows >= COMPLETE_PART * zoomCount;
  const isCut = summary.end === 'cut';
  function told(): [Told, string] {
    if (zoomCount === null) return ['not told', 'Zoom gave no count of its own to compare with.'];
    if (minutesSinceEnd === null) return ['not told', 'Zoom did not say when the webinar ended.'];
    if (isCut && !isComplete)
      return ['not told', 'There are more rows than this command reads; take a smaller webinar.'];
    const isEarly = minutesSinceEnd <= lastReadMinutes;
    if (isComplete) {
      return isEarly
        ? ['as expected', 'All of them were there in time.']
        : ['not told', 'All of them are there; ask sooner after the end to see when that begins.'];
    }
    return isEarly
      ? ['not told', 'Some are not there yet; ask again later.']
      : ['otherwise', `Some are missing after the last read, ${lastReadMinutes} minutes after the end.`];
  }
  const [answer, words] = told();
  const after = minutesSinceEnd === null ? '' : ` ${minutesSinceEnd} minutes after the end`;
  return {
    name: 'Delay until complete',
    told: answer,
    seen: `${rows} rows${zoomCount === null ? '' : `, ${partOf(rows, zoomCount)} of Zoom's own count,`}${after}. ${words}`,
    counts: { minutesSinceEnd, rows, zoomCount, lastReadMinutes },
    change: 'REPORT_DELAYS_S in the environment',
  };
}
