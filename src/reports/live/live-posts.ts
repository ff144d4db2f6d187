import { z } from 'zod';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parseStored, toStored } from '../../storage/stored-value.ts';

/** What stands in a channel: the first alert as a post, the others in its thread; each with what it said last. */
const LivePosts = z.object({
  posts: z.record(z.string(), z.object({ channel: z.string(), ts: z.string(), said: z.string() })),
  head: z.object({ channel: z.string(), ts: z.string() }).nullable(),
});
export type LivePosts = z.infer<typeof LivePosts>;

/** The warnings of a show, by the channel that subscribed. They are known for longer than anybody is subscribed. */
export interface LivePostRecords {
  load(uuid: string, channelId: string): Promise<LivePosts | null>;
  save(uuid: string, channelId: string, posts: LivePosts): Promise<void>;
  channels(uuid: string): Promise<string[]>;
  remove(uuid: string, channelId: string): Promise<void>;
}

export function createLivePostRecords(kv: Kv): LivePostRecords {
  return {
    async load(uuid, channelId) {
      const [text] = await kv.hashGet(keys.livePosts(uuid).name, [channelId]);
      return parseStored(LivePosts, text);
    },
    save(uuid, channelId, posts) {
      const { name, lifeSeconds } = keys.livePosts(uuid);
      return kv.hashSet(name, { [channelId]: toStored(posts) }, lifeSeconds);
    },
    channels: (uuid) => kv.hashKeys(keys.livePosts(uuid).name),
    remove: (uuid, channelId) => kv.hashDelete(keys.livePosts(uuid).name, channelId),
  };
}
