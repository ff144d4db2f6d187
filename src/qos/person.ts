import type { Stream, StreamType } from './stream.ts';
import type { Transport } from './transport.ts';
import type { CauseAttribute } from './visit.ts';
import type { VisitTime } from './visit-times.ts';
import type { ZoomQuality } from './zoom-quality.ts';
import type { ZoomScores } from './zoom-scores.ts';

/** The bot's own words for a connection, best first. */
export type Grade = 'Good' | 'Fair' | 'Poor' | 'Bad';

/** A person's grade, or why there is none. */
export type PersonGrade = Grade | 'Short stay' | 'No data';

/** The metric of a stream that decided; `fps` is the frame rate. */
export type MetricName = 'loss' | 'latency' | 'jitter' | 'fps';

/** The worst metric of the worst stream. */
export interface StreamReason {
  readonly type: StreamType;
  readonly metric: MetricName;
  /** True when only a peak, not the average, broke the limit. */
  readonly spike: boolean;
}

/** The connection broke off, which was worse than any stream. */
interface DropsReason {
  readonly type: null;
  readonly metric: 'drops';
  readonly spike: false;
}

/** Why a grade is what it is. */
export type Reason = StreamReason | DropsReason;

/** What a reader has to know beside the grade. */
export type PersonNote =
  | 'barely used'
  | 'sent nothing'
  | 'received nothing'
  | 'loss not readable'
  | 'loss not reported'
  | 'latency not reported'
  | 'nothing measured'
  | 'short stay';

/** A merged, active stream with its severity (null: nothing on it could be graded). */
export interface GradedStream extends Stream {
  /** 0 (perfect) to 100 (unusable), the medium's weight included. */
  readonly severity: number | null;
  /** Severity that goes on past the last limit, plus a part of the second-worst metric; only for ordering. */
  readonly rankValue: number | null;
  /** The metric behind the severity. */
  readonly metric: MetricName | null;
  readonly spike: boolean;
  /** It carried next to nothing, as a muted microphone: shown, never graded. */
  readonly barelyUsed: boolean;
  /** Whether it counts for the person's grade: what presenters send and attendees receive does. */
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
  readonly role: 'presenter' | 'attendee';
  /** Zoom told no role of this person. */
  readonly roleGuessed: boolean;
  readonly visits: number;
  readonly staySeconds: number | null;
  /** The first visits of which a time is known, in order; absent where none is. */
  readonly visitTimes?: readonly VisitTime[];
  /** How the media travelled, a detour in any visit first; absent where it is unknown. */
  readonly transport?: Transport;
  /** Visits that ended because the connection broke off. */
  readonly drops: number;
  readonly grade: PersonGrade;
  readonly severity: number | null;
  /** Up to 220; only for ordering. */
  readonly rankValue: number | null;
  readonly rankSum: number | null;
  /** Fair or worse by averages and drops, without the peaks; false for people who are not graded. */
  readonly impaired: boolean;
  /** Whether the grade counts fully for the presenters' grade, or one step milder; null for all but graded presenters. */
  readonly countsFully: boolean | null;
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
  /** Said nothing: no sent audio that was more than a muted microphone. */
  readonly listenOnly: boolean;
  readonly cpuOverloaded: boolean;
  /** Zoom's own labels, the worst over the visits. */
  readonly zoomQuality: ZoomQuality;
  /** Zoom's own scores, the lowest over the visits; absent where it gave none. */
  readonly zoomScores?: ZoomScores | undefined;
  readonly attributes: Readonly<Partial<Record<CauseAttribute, string>>>;
  readonly streams: readonly GradedStream[];
}
