import { z } from 'zod';

/** What stands in a channel: the first alert as a post, the others in its thread; each with what it said last. */
export const LivePosts = z.object({
  posts: z.record(z.string(), z.object({ channel: z.string(), ts: z.string(), said: z.string() })),
  head: z.object({ channel: z.string(), ts: z.string() }).nullable(),
});
