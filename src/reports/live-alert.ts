import { z } from 'zod';

const LiveAlert = z.object({
  /** What it is about: who, which medium, by which rule. */
  about: z.string(),
  who: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('presenter'),
      visitId: z.string(),
      /** null: not known, or not looked for yet. */
      name: z.string().nullable(),
      medium: z.enum(['audio', 'video', 'share']),
      metric: z.enum(['loss', 'latency', 'jitter']),
    }),
    z.object({ kind: z.literal('audience') }),
  ]),
  /** Percent or milliseconds, as `worst` and `latest` are. */
  limit: z.number(),
  /** Milliseconds since 1970, by the records' own clock. */
  sinceMs: z.number(),
  /** null while it lasts. */
  untilMs: z.number().nullable(),
  /** Why it is over though nothing became better. */
  closedBy: z.enum(['end', 'silence']).nullable(),
  worst: z.number(),
  latest: z.number(),
  notice: z.string().nullable(),
});
/** A rule that held in a running show. */
export type LiveAlert = z.infer<typeof LiveAlert>;
export const LiveAlerts = z.array(LiveAlert);
