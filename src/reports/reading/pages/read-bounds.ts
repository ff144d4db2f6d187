import type { Visit } from '../../../qos/visit.ts';
import type { Occurrence } from '../../../webinar/occurrence.ts';

/** No webinar has more; whatever Zoom's list says, the daily quota is not spent on it. */
const MAX_ROWS = 100_000;
/** Zoom's count may be behind its list; more than this part on top of it is no delay. */
const OVER_COUNT = 1.2;
const SPARE_PAGES = 3;
/** Zoom has shown pages twice; a list that only repeats itself has ended. */
const MAX_PAGES_WITHOUT_NEWS = 3;

/** Why a list was left before Zoom said that it ends; counted like any other value of Zoom's that makes no sense. */
export type EndlessList = 'page.repeated_token' | 'page.more_than_counted' | 'page.nobody_new' | 'page.too_many';

/** Watches a list of pages that may never end. */
export interface ReadBounds {
  /** Rows that were read before, by a read that goes on. */
  goOnAfter(rows: readonly Pick<Visit, 'visitId'>[]): void;
  /** Before the next page is asked for: why it is not to be; null when it may. */
  beforeNext(nextPageToken: string): EndlessList | null;
  /** After a page was read: why it was the last one; null when the list may go on. */
  afterPage(visits: readonly Pick<Visit, 'visitId'>[]): EndlessList | null;
}

/**
 * @param firstToken to begin with; null for the first page
 * @param rowsPerPage of a full page
 */
export function createReadBounds(
  { participantCount, state }: Pick<Occurrence, 'participantCount' | 'state'>,
  firstToken: string | null,
  rowsPerPage: number,
): ReadBounds {
  const seenTokens = new Set([firstToken]);
  const seenVisits = new Set<string>();
  // The count of a webinar that still runs grows while it is read.
  const counted = state === 'past' && participantCount !== null ? participantCount : MAX_ROWS;
  const maxRows = Math.min(MAX_ROWS, counted * OVER_COUNT + SPARE_PAGES * rowsPerPage);
  let rows = 0;
  let pages = 0;
  let withoutNews = 0;

  function isTooLong(count: number): EndlessList | null {
    if (count >= MAX_ROWS) return 'page.too_many';
    return count >= maxRows ? 'page.more_than_counted' : null;
  }

  return {
    goOnAfter(before) {
      rows += before.length;
      pages = Math.ceil(rows / rowsPerPage);
      for (const { visitId } of before) seenVisits.add(visitId);
    },
    beforeNext(nextPageToken) {
      if (seenTokens.has(nextPageToken)) return 'page.repeated_token';
      seenTokens.add(nextPageToken);
      pages += 1;
      return isTooLong(pages * rowsPerPage);
    },
    afterPage(visits) {
      rows += visits.length;
      // A visit without an id cannot be told from any other, and counts as new.
      const isNews = visits.some(({ visitId }) => visitId === '' || !seenVisits.has(visitId));
      withoutNews = isNews ? 0 : withoutNews + 1;
      for (const { visitId } of visits) seenVisits.add(visitId);
      return withoutNews >= MAX_PAGES_WITHOUT_NEWS ? 'page.nobody_new' : isTooLong(rows);
    },
  };
}
