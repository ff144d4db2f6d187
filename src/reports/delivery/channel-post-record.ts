import { z } from 'zod';
import { exponentialBackoff, retryPauseMs } from '../../runtime/backoff.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';

/** A post that is not recorded would be made again: the store gets some time to come back. */
const SAVE_RETRY = exponentialBackoff({ tries: 6, firstPauseMs: 1_000, longestPauseMs: 1_000, jitter: [1, 1] });

/** The verdicts, the better first. */
const VERDICTS = ['No data', 'Good', 'Fair', 'Poor', 'Bad'] as const;

/** The post that stands in a channel for one occurrence. What older versions did not write may be missing. */
const ChannelPost = z.object({
  channel: z.string(),
  /** null: nothing was posted before the channel was left. */
  ts: z.string().nullable(),
  /** The worst verdict that people were told of; null for a post without one. */
  told: z.enum(VERDICTS).nullable(),
  /** `readId` or failure of what stands there. */
  version: z.string(),
  /** Whether that is the last word. */
  final: z.boolean(),
  /** Nobody in the channel is subscribed any more, and what stands there says so. */
  concluded: z.boolean().default(false),
  /** The read that was told last. */
  step: z.number().optional(),
  /** Rows of the report that stands there. */
  rowsRead: z.number().optional(),
});
export type ChannelPost = z.infer<typeof ChannelPost>;

/** What the bot knows of its posts, by occurrence and channel. */
export interface ChannelPostRecords {
  load(place: { readonly key: string; readonly channelId: string }): Promise<ChannelPost | null>;
  /** Tries for some seconds while the store is away. */
  save(place: { readonly key: string; readonly channelId: string }, post: ChannelPost): Promise<void>;
}

export function createChannelPostRecords({ kv, sleep }: { kv: Kv; sleep: Sleep }): ChannelPostRecords {
  const posts = createStoredValue(kv, ChannelPost);
  return {
    load: ({ key, channelId }) => posts.get(keys.channelPost(key, channelId)),
    async save({ key, channelId }, post) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await posts.set(keys.channelPost(key, channelId), post);
        } catch (error) {
          const pauseMs = retryPauseMs(SAVE_RETRY, tries, () => 0);
          if (pauseMs === null) throw error;
          await sleep(pauseMs);
        }
      }
    },
  };
}

/** Jobs may overtake one another: what an earlier read has to say does not take back what a later one said. */
export function isOvertaken(job: { readonly step?: number | undefined }, record: ChannelPost): boolean {
  return job.step !== undefined && record.step !== undefined && job.step < record.step;
}

/** How bad; no verdict is no reason to worry. */
export function rankVerdict(verdict: ChannelPost['told']): number {
  return verdict === null ? 0 : VERDICTS.indexOf(verdict);
}
