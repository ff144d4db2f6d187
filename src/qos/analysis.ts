import type { Grade, Person } from './person.ts';
import type { CauseAttribute } from './visit.ts';

/** The grade of a group of people, or that nobody in it could be graded. */
export type GroupGrade = Grade | 'No data';

/** Median and 95th percentile (nearest rank) over people; null when nobody has a value. */
export interface Percentiles {
  readonly median: number | null;
  readonly p95: number | null;
}

/** An attribute value that the flagged people have far more often than the others. Worded as likely, never as proof. */
export interface SharedCause {
  readonly attribute: CauseAttribute;
  readonly value: string;
  /** Flagged people with the value. */
  readonly flagged: number;
  /** All graded people with the value. */
  readonly people: number;
  readonly othersFlagged: number;
  readonly others: number;
}

/** Everything the report says of the webinar as a whole. Counts are people, not visits. */
export interface WebinarSummary {
  readonly verdict: GroupGrade;
  /** Which group decided the verdict; null when nobody was graded. */
  readonly decidedBy: 'audience' | 'presenters' | 'both' | null;
  /** Whether Zoom told anybody's role, or who presented was guessed from what people sent. */
  readonly roles: 'known' | 'guessed';
  readonly audience: {
    readonly grade: GroupGrade;
    readonly graded: number;
    readonly affected: number;
    /** Fair or worse by averages and drops. */
    readonly impaired: number;
    readonly good: number;
    readonly fair: number;
    readonly poor: number;
    readonly bad: number;
  };
  readonly presenters: {
    readonly grade: GroupGrade;
    readonly graded: number;
    readonly good: number;
    readonly affected: number;
    /** Id of the person whose grade it is; null when it is Good, or there is none. */
    readonly decidedBy: string | null;
  };
  readonly people: number;
  readonly graded: number;
  /** Poor and Bad among all graded people. */
  readonly affected: number;
  readonly shortStays: number;
  readonly noData: number;
  /** Graded people are below half of those who stayed long enough. */
  readonly limitedData: boolean;
  readonly lossPercent: Percentiles;
  readonly latencyMs: Percentiles;
  readonly causes: readonly SharedCause[];
  /** The client's version in the middle, as `6.2`; null or absent where too few are known. */
  readonly typicalVersion?: string | null;
  /** Of the people whose sound Zoom judged, too, those of whom both say the same. */
  readonly zoomAgreement: { readonly compared: number; readonly agree: number };
}

/** Person ids, worst first. */
export interface Orders {
  /** Fair, Poor and Bad only. */
  readonly severity: readonly string[];
  readonly loss: readonly string[];
  readonly latency: readonly string[];
}

/** The graded webinar. */
export interface Analysis {
  readonly people: readonly Person[];
  readonly orders: Orders;
  readonly summary: WebinarSummary;
}
