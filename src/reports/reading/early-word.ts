import type { ZoomLabels } from '../../errors.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { ROWS_PER_PAGE } from '../../webinar/source.ts';

/** What Zoom itself says of the sound, while the full read goes on. */
export interface EarlyWord {
  readonly labels: ZoomLabels;
  /** Estimate of the rest of the read. */
  readonly secondsLeft: number;
}

/** Whoever waits no longer than that needs no word in between. */
const LONG_SECONDS = 30;
/** Pages after which a read knows its own speed. */
const ENOUGH_PAGES = 2;

/** How far the read is, in this try. */
export interface ReadSoFar {
  readonly rowsRead: number;
  readonly pages: number;
  readonly ms: number;
  /** What a page is said to take until some of this read are there. */
  readonly guessMsPerPage: number;
}

/** null when the rest takes half a minute at most, or nobody's sound has a label. */
export function toEarlyWord(
  labels: ZoomLabels | null,
  { participantCount }: Pick<Occurrence, 'participantCount'>,
  { rowsRead, pages, ms, guessMsPerPage }: ReadSoFar,
): EarlyWord | null {
  if (labels === null) return null;
  const pagesLeft = Math.ceil((Math.max(participantCount ?? 0, labels.people) - rowsRead) / ROWS_PER_PAGE);
  const secondsLeft = Math.ceil((pagesLeft * (pages < ENOUGH_PAGES ? guessMsPerPage : ms / pages)) / 1000);
  return secondsLeft > LONG_SECONDS ? { labels, secondsLeft } : null;
}
