import type { ReadVisit } from '../webinar/participant.ts';

/** What came of the pages that were read: all of them, a part (there are more than are read here), or none for a reason. */
export type ReadEnd = 'all' | 'cut' | 'no-scope' | 'failed';

/** A field of the participants list, and how many of the summary's `participant_id` values stand in it. */
export interface JoinField {
  readonly field: string;
  readonly found: number;
}

/** Rows of the largest page of the QoS summary that Zoom documents. */
export const DOCUMENTED_ROWS = 10;

/** What Zoom did with a page size above 10. */
export type LargerPage =
  | { readonly kind: 'given'; readonly asked: number; readonly rows: number }
  | { readonly kind: 'refused'; readonly asked: number; readonly answer: RefusalSeen }
  /** There are no more rows than a page of ten holds. */
  | { readonly kind: 'untried' };

/** How Zoom refused, as far as it is nobody's data. */
export interface RefusalSeen {
  readonly status: number | null;
  readonly code: number | null;
  /** Zoom's own sentence without addresses, links and ids. */
  readonly said: string;
  /** The meaning in the table of answers, or the kind of failure where that is all there is. */
  readonly understood: string;
}

/** A refusal that was asked for on purpose. */
export interface RefusalProbe {
  readonly asked: 'a webinar that does not exist' | 'a page token that does not exist';
  readonly expected: 'not-available' | 'page-token';
  /** null: Zoom did not refuse. */
  readonly answer: RefusalSeen | null;
}

/** Everything that was seen of one webinar. Lives as long as the command; only counts of it are told. */
export interface Seen {
  readonly minutesSinceEnd: number | null;
  /** Zoom's own count of joins. */
  readonly zoomCount: number | null;
  readonly summary: {
    readonly end: ReadEnd;
    readonly pages: number;
    readonly visits: readonly ReadVisit[];
    readonly unreadableRows: number;
    readonly unknownTypes: number;
    readonly invalidValues: number;
  };
  readonly list: {
    readonly end: ReadEnd;
    readonly pages: number;
    /** Without names and without streams. */
    readonly visits: readonly ReadVisit[];
    readonly unusableRows: number;
    readonly joinFields: readonly JoinField[];
  };
  readonly largerPage: LargerPage;
  readonly refusals: readonly RefusalProbe[];
}
