import type { ZoomLabels } from '../../errors.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';

/** What Zoom itself says of the sound, while the full read goes on. */
export interface EarlyWord {
  readonly labels: ZoomLabels;
  /** Estimate of the rest of the read. */
  readonly secondsLeft: number;
}

/** Whoever waits no longer than that needs no word in between. */
const LONG_SECONDS = 30;
/** After so long, and so many pages, a read knows its own speed: the first pages take longer than others. */
const KNOWN_AFTER_MS = 3_000;
const KNOWN_AFTER_PAGES = 2;

/** How far the read is, in this try. */
interface ReadSoFar {
  readonly rowsRead: number;
  readonly pages: number;
  readonly ms: number;
}

/** Decides, once, whether something is said before the report: when both the labels and the speed of the read are known. */
export interface EarlyWordWatch {
  listEnded(labels: ZoomLabels | null, soFar: ReadSoFar): void;
  pageRead(soFar: ReadSoFar): void;
}

/** @param tell is called at most once: when the read takes more than half a minute in all */
export function watchForEarlyWord(
  { participantCount }: Pick<Occurrence, 'participantCount'>,
  rowsPerPage: number,
  tell: (word: EarlyWord) => void,
): EarlyWordWatch {
  let known: ZoomLabels | null = null;

  function decide({ rowsRead, pages, ms }: ReadSoFar): void {
    if (known === null || pages < KNOWN_AFTER_PAGES || ms < KNOWN_AFTER_MS) return;
    const labels = known;
    known = null;
    const pagesLeft = Math.ceil((Math.max(participantCount ?? 0, labels.people) - rowsRead) / rowsPerPage);
    const secondsLeft = Math.ceil((pagesLeft * ms) / pages / 1000);
    if (ms / 1000 + secondsLeft > LONG_SECONDS && secondsLeft > 0) tell({ labels, secondsLeft });
  }

  return {
    listEnded(labels, soFar) {
      known = labels;
      decide(soFar);
    },
    pageRead: decide,
  };
}
