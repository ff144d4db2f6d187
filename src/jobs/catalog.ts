import { z } from 'zod';
import { Failure, ZoomLabels } from '../errors.ts';
import { exponentialBackoff, type RetrySchedule } from '../runtime/backoff.ts';
import { OccurrenceUuid, WebinarId, WebinarRef } from '../webinar/ids.ts';

/**
 * Raised with every kind of job, and every change of a payload, that an older version would not understand, together with
 * that kind's `since`; see jobs/upgrade-job.
 */
export const CATALOG_VERSION = 7;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** What `report.read` needs. */
const ReadReport = z.object({ ref: WebinarRef, requestId: z.string() });

const DeliverAnswer = z.object({
  requestId: z.string(),
  answer: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('report'), key: z.string() }),
    z.object({ kind: z.literal('failure'), failure: Failure }),
    /** While a long read goes on. */
    z.object({
      kind: z.literal('early-word'),
      webinar: z.string(),
      topic: z.string().nullable(),
      labels: ZoomLabels,
      secondsLeft: z.number(),
    }),
  ]),
  /** False for a notice ("I will try again at 16:20"): the request stays pending. */
  final: z.boolean(),
});

const AutomaticReport = z.object({
  uuid: OccurrenceUuid,
  webinarId: WebinarId.nullable(),
  topic: z.string().nullable(),
  /** Keyed hash of the host's Zoom user id. */
  hostKey: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string(),
  /** Milliseconds since 1970 from which the delays count. */
  countedFrom: z.number(),
  /** Index of the delay after which this read is due. */
  step: z.number(),
});

const PostToChannel = z.object({
  channelId: z.string(),
  /** `Occurrence.key`. */
  key: z.string(),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('report') }),
    z.object({ kind: z.literal('failure'), failure: Failure, reference: z.string() }),
  ]),
  webinarId: z.string().nullable(),
  topic: z.string().nullable(),
  /** Nothing better will come. */
  final: z.boolean(),
  minimumGrade: z.enum(['Good', 'Fair', 'Poor', 'Bad']),
  /** One-off subscriptions that are served by the final post. */
  onceIds: z.array(z.string()),
  endedAt: z.string(),
  /** The read that it tells of; what a later one has told is not taken back. Older processes do not say it. */
  step: z.number().optional(),
});

const ConcludePost = z.object({
  channelId: z.string(),
  /** `Occurrence.key`. */
  key: z.string(),
  webinarId: z.string().nullable(),
  topic: z.string().nullable(),
  endedAt: z.string(),
  /** The read before which nobody in the channel was subscribed any more. */
  step: z.number(),
});

const TellOwner = z.object({
  userId: z.string(),
  channelId: z.string(),
  /** `Subscription.paused`. */
  reason: z.string(),
  /** Who is told, the owner unless it says so. Older processes do not know it, and tell the owner. */
  to: z.enum(['owner', 'channel']).optional(),
});

const CheckLive = z.object({
  uuid: OccurrenceUuid,
  /** Looks whether the show has fallen silent. */
  closing: z.boolean(),
});

const PostLive = z.object({
  uuid: OccurrenceUuid,
  channelId: z.string(),
  /** Milliseconds since 1970. */
  since: z.number(),
});

const Forget = z.object({
  /** `Occurrence.key`. */
  key: z.string(),
  webinarId: z.string().nullable(),
});

/** One kind of job: what it carries, and how it is tried again when it fails. */
export interface CatalogEntry {
  readonly payload: z.ZodType;
  readonly retry: RetrySchedule;
  /** The oldest `CATALOG_VERSION` that understands it: processes older than that leave it alone, and no other job. */
  readonly since: number;
}

/** Every job there is. All of them are idempotent: a queue runs a job at least once. */
export const CATALOG = {
  /** Reads a webinar for a pending request, or joins the read that is under way. */
  'report.read': {
    payload: ReadReport,
    since: 2,
    retry: exponentialBackoff({ tries: 6, firstPauseMs: SECOND_MS, longestPauseMs: MINUTE_MS }),
  },
  /** Answers a pending request. */
  'answer.deliver': {
    payload: DeliverAnswer,
    // The word in between.
    since: 5,
    retry: exponentialBackoff({ tries: 8, firstPauseMs: SECOND_MS, longestPauseMs: 5 * MINUTE_MS }),
  },
  /** Reads a webinar that ended, again and again until Zoom's data is complete. */
  'report.automatic': {
    payload: AutomaticReport,
    since: 2,
    retry: exponentialBackoff({ tries: 10, firstPauseMs: 2 * SECOND_MS, longestPauseMs: 10 * MINUTE_MS }),
  },
  /** Posts a report (or why there is none) to a channel, or brings the post that is there up to date. */
  'channel.post': {
    payload: PostToChannel,
    since: 4,
    retry: exponentialBackoff({ tries: 30, firstPauseMs: 2 * SECOND_MS, longestPauseMs: HOUR_MS }),
  },
  /** Brings the post of a channel that is not subscribed any more to an end. */
  'channel.conclude': {
    payload: ConcludePost,
    since: 3,
    retry: exponentialBackoff({ tries: 30, firstPauseMs: 2 * SECOND_MS, longestPauseMs: HOUR_MS }),
  },
  /** Tells the owner of paused subscriptions, or their channel, that nothing is posted any more. */
  'owner.tell': {
    payload: TellOwner,
    since: 2,
    retry: exponentialBackoff({ tries: 10, firstPauseMs: 2 * SECOND_MS, longestPauseMs: HOUR_MS }),
  },
  /** Looks at what a running show's records come to; a rule that holds, or no longer does, is told. */
  'live.check': {
    payload: CheckLive,
    since: 6,
    // The next minute's records bring another one.
    retry: exponentialBackoff({ tries: 3, firstPauseMs: SECOND_MS, longestPauseMs: 10 * SECOND_MS }),
  },
  /** Brings the warnings in a channel up to date. */
  'live.post': {
    payload: PostLive,
    since: 6,
    retry: exponentialBackoff({ tries: 12, firstPauseMs: 2 * SECOND_MS, longestPauseMs: 10 * MINUTE_MS }),
  },
  /** Deletes what is kept of a run, and puts "removed" in the place of what stands in channels. */
  'run.forget': {
    payload: Forget,
    since: 7,
    retry: exponentialBackoff({ tries: 30, firstPauseMs: 2 * SECOND_MS, longestPauseMs: HOUR_MS }),
  },
  /** Looks for webinars whose end nobody told. */
  'ended.sweep': {
    payload: z.object({}),
    since: 2,
    retry: exponentialBackoff({ tries: 1, firstPauseMs: SECOND_MS, longestPauseMs: SECOND_MS }),
  },
} as const satisfies Record<string, CatalogEntry>;

export type JobName = keyof typeof CATALOG;
/** What a job carries, by its name. */
export type JobPayload<Name extends JobName> = z.infer<(typeof CATALOG)[Name]['payload']>;
