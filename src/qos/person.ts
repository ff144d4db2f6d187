import type { Stream, StreamType } from './stream.ts';
import type { CauseAttribute } from './visit.ts';

/** The bot's own words for a connection, best first. */
export type Grade = 'Good' | 'Fair' | 'Poor' | 'Bad';

/** A person's grade, or why there is none. */
export type PersonGrade = Grade | 'Short stay' | 'No data';

/** The metric that decided; `fps` is the frame rate. */
export type MetricName = 'loss' | 'latency' | 'jitter' | 'fps';

/** Why a grade is what it is: the worst metric of the worst stream. */
export interface Reason {
  readonly type: StreamType;
  readonly metric: MetricName;
  /** True when only a peak, not the average, broke the limit. */
  readonly spike: boolean;
}

/** What a reader has to know beside the grade. */
export type PersonNote =
  | 'sent nothing'
  | 'loss not readable'
  | 'loss not reported'
  | 'latency not reported'
  | 'nothing measured';

/** A merged, active stream with its severity (null: nothing on it could be graded). */
export interface GradedStream extends Stream {
  /** 0 (perfect) to 100 (unusable), the medium's weight included. */
  readonly severity: number | null;
  /** Severity plus a part of the second-worst metric; only for ordering. */
  readonly rankValue: number | null;
  /** The metric behind the severity. */
  readonly metric: MetricName | null;
  readonly spike: boolean;
  /** Whether it counts for the person's grade: a presenter's received streams do not. */
  readonly counted: boolean;
}

/** One person of one occurrence: every visit merged, graded. */
export interface Person {
  /** Unique inside a report, at most 64 characters of printable ASCII, fit for a button value. */
  readonly id: string;
  /** 1-based, in the order of reading; a nameless person is shown as "Attendee #n". */
  readonly number: number;
  /** Trimmed display name, possibly blank; the last non-blank one of the visits. */
  readonly name: string;
  readonly role: 'presenter' | 'attendee' | null;
  readonly visits: number;
  readonly staySeconds: number | null;
  readonly grade: PersonGrade;
  readonly severity: number | null;
  readonly rankValue: number | null;
  readonly rankSum: number | null;
  /** null for Good and for people who are not graded. */
  readonly reason: Reason | null;
  readonly notes: readonly PersonNote[];
  /** Greatest average loss over the counted streams, percent. */
  readonly lossPercent: number | null;
  readonly lossType: StreamType | null;
  /** Greatest average round trip over the counted streams, milliseconds. */
  readonly latencyMs: number | null;
  readonly latencyType: StreamType | null;
  /** Estimated mean opinion score, 1 to 4.5 (ITU-T G.107); null without a measured audio stream. */
  readonly mos: number | null;
  readonly listenOnly: boolean;
  readonly cpuOverloaded: boolean;
  readonly attributes: Readonly<Partial<Record<CauseAttribute, string>>>;
  readonly streams: readonly GradedStream[];
}
