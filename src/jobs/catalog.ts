import { z } from 'zod';
import { Failure } from '../errors.ts';
import { OccurrenceUuid, WebinarId, WebinarRef } from '../webinar/ids.ts';
import type { JobPolicy } from './job-queue.ts';

/** Reads a webinar for somebody who waits, or joins the read that is under way. */
export const BuildReport = z.object({ ref: WebinarRef, waiterId: z.string() });
export type BuildReport = z.infer<typeof BuildReport>;

/** Answers one who waits. */
export const Deliver = z.object({
  waiterId: z.string(),
  answer: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('report'), key: z.string() }),
    z.object({ kind: z.literal('failure'), failure: Failure }),
  ]),
  /** False for a notice ("I will try again at 16:20"): the waiter goes on waiting. */
  final: z.boolean(),
});
export type Deliver = z.infer<typeof Deliver>;

/** Reads a webinar that ended, again and again until Zoom's data is complete. */
export const Settle = z.object({
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
export type Settle = z.infer<typeof Settle>;

/** Posts a report (or why there is none) to a channel, or brings the message that is there up to date. */
export const Post = z.object({
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
});
export type Post = z.infer<typeof Post>;

/** Tells the owner of paused subscriptions that nothing is posted any more. */
export const TellPaused = z.object({ userId: z.string(), channelId: z.string(), reason: z.string() });
export type TellPaused = z.infer<typeof TellPaused>;

/** Job names with how often and how patiently each is tried again. */
export const JOBS = {
  'build-report': { attempts: 6, backoffMs: 1_000, maxBackoffMs: 60_000 },
  deliver: { attempts: 8, backoffMs: 1_000, maxBackoffMs: 300_000 },
  settle: { attempts: 10, backoffMs: 2_000, maxBackoffMs: 600_000 },
  post: { attempts: 30, backoffMs: 2_000, maxBackoffMs: 3_600_000 },
  'tell-paused': { attempts: 10, backoffMs: 2_000, maxBackoffMs: 3_600_000 },
  sweep: { attempts: 1, backoffMs: 1_000, maxBackoffMs: 1_000 },
} as const satisfies Record<string, JobPolicy>;
export type JobName = keyof typeof JOBS;
