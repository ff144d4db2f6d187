import { z } from 'zod';
import { Failure } from '../errors.ts';
import type { JobPolicy, OccurrenceUuid, WebinarId, WebinarRef } from './ports.ts';

// Brands exist for the compiler only; these texts were branded before they were put into the job.
const Ref = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('id'), id: z.string().transform((text) => text as WebinarId) }),
  z.object({ kind: z.literal('uuid'), uuid: z.string().transform((text) => text as OccurrenceUuid) }),
]) satisfies z.ZodType<WebinarRef>;

/** Reads a webinar for somebody who waits, or joins the read that is under way. */
export const BuildReport = z.object({ ref: Ref, waiterId: z.string() });
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

/** Job names with how often and how patiently each is tried again. */
export const JOBS = {
  'build-report': { attempts: 6, backoffMs: 1_000, maxBackoffMs: 60_000 },
  deliver: { attempts: 8, backoffMs: 1_000, maxBackoffMs: 300_000 },
} as const satisfies Record<string, JobPolicy>;
export type JobName = keyof typeof JOBS;
