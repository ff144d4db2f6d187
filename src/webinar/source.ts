import type { CallContext, CallKind } from './call-owner.ts';
import type { WebinarRef } from './ids.ts';
import type { FetchedOccurrence, Occurrence } from './occurrence.ts';
import type { ReadVisit } from './participant.ts';

/** What could not be used on a page; counted, never fatal. Keys are Zoom's type and field names, never a person's data. */
export interface PageFaults {
  readonly unreadableRows: number;
  readonly unknownTypes: Readonly<Record<string, number>>;
  /** `audio_output.avg_loss` → how many values were invalid. */
  readonly invalidValues: Readonly<Record<string, number>>;
}

/** One page of Zoom's QoS summary. */
export interface QosPage {
  readonly visits: readonly ReadVisit[];
  readonly faults: PageFaults;
  /** null on the last page. Valid for 15 minutes. */
  readonly nextPageToken: string | null;
}

/** A page whose token is known and whose rows are still to be processed. */
export interface FetchedPage {
  readonly nextPageToken: string | null;
  /** Does the parsing; separate so that the next request can leave first. */
  parse(): QosPage;
}

/** Rows of a full page of Zoom's participants list, its largest. */
export const LIST_ROWS_PER_PAGE = 300;

/** One page of Zoom's participants list: visits of which nothing was measured and nobody's name is kept. */
export interface ListPage {
  readonly visits: readonly ReadVisit[];
  /** Without the id that joins them, or of another webinar. */
  readonly unusableRows: number;
  /** null on the last page. Valid for 15 minutes. */
  readonly nextPageToken: string | null;
}

/** Zoom, as the reports see it. Every method throws AppError. */
export interface WebinarSource {
  /** Rows of a full page of Zoom's QoS summary. */
  readonly rowsPerPage: number;
  /**
   * The latest (or the given) occurrence.
   * Without the scope for it: an occurrence that knows nothing but its id, state `unknown`.
   * @throws AppError `not-found`, `too-old`, `zoom-…`
   */
  fetchOccurrence(ref: WebinarRef, context: CallContext): Promise<FetchedOccurrence>;
  /**
   * One page of `rowsPerPage` rows. Waits for its turn, retries what passes within a minute.
   * @throws PageTokenExpired when Zoom no longer knows the token
   * @throws QosNotAvailable when Zoom has nothing for this occurrence (404/3001)
   * @throws AppError `zoom-limited` with retryAt, `zoom-unavailable`, …
   */
  fetchQosPage(occurrence: Occurrence, pageToken: string | null, context: CallContext): Promise<FetchedPage>;
  /**
   * One page of the participants list, 300 rows: role, stay, device, network and Zoom's own labels of those whom the QoS
   * summary measured. Of a running webinar, who is there.
   * @throws PageTokenExpired; AppError `scope-missing` and as above
   */
  fetchListPage(occurrence: Occurrence, pageToken: string | null, context: CallContext): Promise<ListPage>;
  /** Every webinar that ended between the two instants, at most a month apart. Resource-intensive calls. Throws as above. */
  fetchEnded(from: Date, to: Date, context: CallContext): Promise<FetchedOccurrence[]>;
  /**
   * Heavy calls that are left of today's quota for this kind of work (`automatic` unless told), all replicas together; null while
   * it is not known. Part of the day is kept for automatic reports.
   */
  callsLeftToday(kind?: CallKind): Promise<number | null>;
  /** The same on a day on which none was made: what needs more cannot be read within one day. */
  callsPerDay(kind: CallKind): number;
}

/** Zoom no longer knows the page token (400/300): the read has to start over. */
export class PageTokenExpired extends Error {
  override readonly name = 'PageTokenExpired';
}

/** Zoom answered 404/3001 to a page: not ended, not published yet, or unknown. */
export class QosNotAvailable extends Error {
  override readonly name = 'QosNotAvailable';
}
