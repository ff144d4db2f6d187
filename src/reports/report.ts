import { z } from 'zod';
import type { WebinarSummary } from '../qos/analysis.ts';
import type { SettableLimits } from '../qos/own-limits.ts';
import { LOSS_BUCKETS_PERCENT, type Spread } from '../qos/spread.ts';
import { CAUSE_ATTRIBUTES } from '../qos/visit.ts';
import { StoredPerson } from './stored-person.ts';

const Sort = z.enum(['severity', 'loss', 'latency']);
/** The three orders in which people can be listed. */
export type Sort = z.infer<typeof Sort>;

const nullableNumber = z.number().nullable();
const groupGrade = z.enum(['Good', 'Fair', 'Poor', 'Bad', 'No data']);
const percentiles = z.object({ median: nullableNumber, p95: nullableNumber });

const Summary = z.object({
  verdict: groupGrade,
  decidedBy: z.enum(['audience', 'presenters', 'both']).nullable(),
  roles: z.enum(['known', 'guessed']),
  audience: z.object({
    grade: groupGrade,
    graded: z.number(),
    affected: z.number(),
    impaired: z.number(),
    good: z.number(),
    fair: z.number(),
    poor: z.number(),
    bad: z.number(),
  }),
  presenters: z.object({
    grade: groupGrade,
    graded: z.number(),
    good: z.number(),
    affected: z.number(),
    decidedBy: z.string().nullable(),
  }),
  people: z.number(),
  graded: z.number(),
  affected: z.number(),
  shortStays: z.number(),
  noData: z.number(),
  limitedData: z.boolean(),
  lossPercent: percentiles,
  latencyMs: percentiles,
  causes: z
    .array(
      z.object({
        attribute: z.enum(CAUSE_ATTRIBUTES),
        value: z.string(),
        flagged: z.number(),
        people: z.number(),
        othersFlagged: z.number(),
        others: z.number(),
      }),
    )
    .readonly(),
  typicalVersion: z.string().nullable().exactOptional(),
  zoomAgreement: z.object({ compared: z.number(), agree: z.number() }),
}) satisfies z.ZodType<WebinarSummary>;

const StoredSpread = z.object({
  presenters: z.object({ good: z.number(), fair: z.number(), poor: z.number(), bad: z.number() }),
  loss: z.array(z.number()).length(LOSS_BUCKETS_PERCENT.length).readonly(),
}) satisfies z.ZodType<Spread>;

const State = z.enum(['final', 'preliminary', 'incomplete', 'unconfirmed', 'live']);
/**
 * How much of a webinar a report holds (reports/completeness). `final`: all. `preliminary`: Zoom may still add people.
 * `incomplete`: people are missing, and nothing more is expected. `unconfirmed`: the same where Zoom told no count.
 */
export type ReportState = z.infer<typeof State>;

/** Of how people are graded. A report of another method would say the opposite of what it would say now: it is a miss. */
export const METHOD_VERSION = 2 as const;

/**
 * How far the participants list was read: to its end; refused, as the Zoom app lacks the scope; not at all; not in time; not
 * to its end.
 */
export const ListState = z.enum(['ok', 'no-scope', 'failed', 'late', 'partial']);
export type ListState = z.infer<typeof ListState>;

const fourLimits = z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly();
const OwnLimits = z.object({
  audioLossLimitsPercent: fourLimits,
  videoLossLimitsPercent: fourLimits,
  latencyLimitsMs: fourLimits,
  jitterLimitsMs: fourLimits,
  audienceLimitsPercent: z.tuple([z.number(), z.number(), z.number()]).readonly(),
}) satisfies z.ZodType<SettableLimits>;

/** What the participants list was to a report. Numbers are visits, joined by their ids. */
const ParticipantsList = z.object({
  state: ListState,
  /** In the list. */
  listed: z.number(),
  /** Both in the list and in the QoS summary. */
  joined: z.number(),
  /** In the QoS summary only: role, stay and device are unknown. */
  unlisted: z.number(),
  /** Rows of the list without an id to join them by. */
  unusable: z.number(),
});
export type ParticipantsList = z.infer<typeof ParticipantsList>;

/**
 * The part of a report that every message needs. The people and their orders are kept beside it under `readId` and
 * read page by page. Counts are people unless they say rows. Times are ISO instants in UTC.
 */
export const ReportHead = z.object({
  method: z.literal(METHOD_VERSION),
  /** Changes with every read; the people of an older read are gone soon after. */
  readId: z.string(),
  /** `Occurrence.key`. */
  key: z.string(),
  uuid: z.string().nullable(),
  webinarId: z.string().nullable(),
  topic: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Zoom's own count of joins, for "N of M". */
  participantCount: nullableNumber,
  state: State,
  readAt: z.string(),
  /** The first of the reads up to this one that found the same. */
  unchangedSince: z.string(),
  /** The last later read that found fewer rows, for which this one was kept. */
  thinnerRead: z.object({ readAt: z.string(), rowsRead: z.number() }).nullable(),
  /** Until then asking again is answered from this report. */
  freshUntil: z.string(),
  /** Rows of Zoom's list that were read; a person may have several. */
  rowsRead: z.number(),
  unreadableRows: z.number(),
  unknownTypes: z.record(z.string(), z.number()),
  invalidValues: z.record(z.string(), z.number()),
  /** Made with other limits than the method's defaults. */
  ownLimits: z.boolean(),
  /** Those limits; absent where they are the defaults. */
  limits: OwnLimits.exactOptional(),
  /** null in a report of an older version, which read no list. */
  participantsList: ParticipantsList.nullable().default(null),
  summary: Summary,
  /** For pictures; absent in a report of an older version. */
  spread: StoredSpread.exactOptional(),
  /** The worst three by severity (fewer when fewer are Fair or worse). */
  worst: z.array(StoredPerson).readonly(),
  /** Whose grade the presenters' one is; null when it is Good, or there is none. */
  decidingPresenter: StoredPerson.nullable(),
  listLengths: z.object({ severity: z.number(), loss: z.number(), latency: z.number() }),
});
export type ReportHead = z.infer<typeof ReportHead>;

/** When Zoom was read last, whichever read is kept. ISO instant. */
export function lastReadAt({ readAt, thinnerRead }: ReportHead): string {
  return thinnerRead?.readAt ?? readAt;
}

/** How far the reading of a webinar is. What is null is not known yet. */
export interface ReadingProgress {
  /** A number without spaces, or a UUID. */
  readonly webinar: string;
  readonly topic: string | null;
  readonly rowsRead: number;
  /** From Zoom's own count; never less than was read. */
  readonly rowsExpected: number | null;
  /** Of those read; null also where there are too many to look through. */
  readonly rowsWithTrouble: number | null;
  /** Calls to Zoom that the rest takes. */
  readonly pagesLeft: number | null;
  /** Estimate. */
  readonly secondsLeft: number | null;
  /** An ISO instant: Zoom lets nothing be read before then. */
  readonly pausedUntil: string | null;
}
