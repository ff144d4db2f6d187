import { z } from 'zod';
import type { JobPayload } from '../../jobs/catalog.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import { createStoredValue } from '../../storage/stored-value.ts';
import { type ChannelPostWorkDependencies, createChannelPostWork, sendPost } from '../delivery/channel-post-work.ts';
import { waitForTurn } from '../delivery/channel-turn.ts';
import type { Messenger, PostedMessage } from '../delivery/messenger.ts';
import type { LiveAlert } from '../live-alert.ts';
import { loadAlerts } from './live-check-job.ts';
import type { LiveWebinars } from './live-webinars.ts';

/** What stands in a channel: the first alert as a post, the others in its thread; each with what it said last. */
const LivePosts = z.object({
  posts: z.record(z.string(), z.object({ channel: z.string(), ts: z.string(), said: z.string() })),
  head: z.object({ channel: z.string(), ts: z.string() }).nullable(),
});

export interface LivePostDependencies extends ChannelPostWorkDependencies {
  readonly webinars: Pick<LiveWebinars, 'find'>;
  readonly messenger: Messenger;
  readonly sleep: Sleep;
}

/** Brings the warnings of a running show in one channel up to date. Where it was muted, what stands there is brought to its end and nothing new is said. */
export function createLivePostHandler(deps: LivePostDependencies) {
  const { kv, messenger, webinars } = deps;
  const records = createStoredValue(kv, LivePosts);
  const workOnPost = createChannelPostWork(deps);

  return function handleLivePost(job: JobPayload<'live.post'>, context: JobContext): Promise<void> {
    const { uuid, channelId } = job;
    const place = { channelId, key: `live:${uuid}`, endedAt: new Date(job.since).toISOString(), final: false };
    return workOnPost(place, context, async () => {
      const alerts = (await loadAlerts(kv, uuid)) ?? [];
      const { topic = null } = (await webinars.find(uuid)) ?? {};
      const [mutedBy = null] = await kv.hashGet(keys.liveMuted(uuid).name, [channelId]);
      let record = (await records.get(keys.livePost(uuid, channelId))) ?? { posts: {}, head: null };
      let outcome: 'posted' | 'edited' | 'unchanged' = 'unchanged';
      for (const alert of alerts) {
        const known = record.posts[alert.id];
        const said = JSON.stringify([alert.untilMs, alert.closedBy, shownWorst(alert), alert.who, mutedBy !== null]);
        if (known ? known.said === said : mutedBy !== null) continue;
        const content = { kind: 'live', uuid, topic, alert, isMuted: mutedBy !== null } as const;
        let posted: PostedMessage;
        if (known) {
          posted = await sendPost(messenger, { kind: 'post', post: known }, content);
          outcome = outcome === 'posted' ? outcome : 'edited';
        } else {
          await waitForTurn(deps, place);
          const to = record.head
            ? { kind: 'thread' as const, post: record.head }
            : { kind: 'channel' as const, channelId };
          posted = await sendPost(messenger, to, content);
          outcome = 'posted';
        }
        record = {
          head: record.head ?? posted,
          posts: { ...record.posts, [alert.id]: { ...posted, said } },
        };
        await records.set(keys.livePost(uuid, channelId), record);
      }
      return outcome;
    });
  };
}

/** It is not edited for every tenth. */
function shownWorst({ worst }: LiveAlert): number {
  return Math.round(worst);
}
