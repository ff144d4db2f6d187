import { hash } from 'node:crypto';
import type { JobPayload } from '../../jobs/catalog.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import { type ChannelPostWorkDependencies, createChannelPostWork, sendPost } from '../delivery/channel-post-work.ts';
import { waitForTurn } from '../delivery/channel-turn.ts';
import type { Messenger, PostedMessage } from '../delivery/messenger.ts';
import type { LiveAlert } from '../live-alert.ts';
import { loadAlerts } from './live-check-job.ts';
import { createLivePostRecords, type LivePosts } from './live-posts.ts';
import type { LiveWebinars } from './live-webinars.ts';

/** Without the name in it, which has no business in a record that outlives the show. */
function fingerprint(what: unknown): string {
  return hash('sha256', JSON.stringify(what), 'base64url');
}

export interface LivePostDependencies extends ChannelPostWorkDependencies {
  readonly webinars: Pick<LiveWebinars, 'find' | 'channelsFor'>;
  readonly messenger: Messenger;
  readonly sleep: Sleep;
}

/** Brings the warnings of a running show in one channel up to date. Where it was muted, what stands there is brought to its end and nothing new is said. */
export function createLivePostHandler(deps: LivePostDependencies) {
  const { kv, messenger, webinars } = deps;
  const records = createLivePostRecords(kv);
  const workOnPost = createChannelPostWork(deps);

  return function handleLivePost(job: JobPayload<'live.post'>, context: JobContext): Promise<void> {
    const { uuid, channelId } = job;
    const place = { channelId, key: `live:${uuid}`, endedAt: new Date(job.since).toISOString(), final: false };
    return workOnPost(place, context, async () => {
      const alerts = (await loadAlerts(kv, uuid)) ?? [];
      const webinar = await webinars.find(uuid);
      const topic = webinar?.topic ?? null;
      const [mutedBy = null] = await kv.hashGet(keys.liveMuted(uuid).name, [channelId]);
      let record: LivePosts = (await records.load(uuid, channelId)) ?? { posts: {}, head: null };
      let outcome: 'posted' | 'edited' | 'unchanged' = 'unchanged';
      const isSubscribed = webinar !== null && (await webinars.channelsFor(webinar)).includes(channelId);
      const isQuiet = mutedBy !== null || !isSubscribed;
      for (const [subject, alert] of bySubject(alerts)) {
        const known = record.posts[subject];
        const said = fingerprint([alert.untilMs, alert.closedBy, shownWorst(alert), alert.who, mutedBy !== null]);
        if (known ? known.said === said : isQuiet) continue;
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
          posts: { ...record.posts, [subject]: { ...posted, said } },
        };
        await records.save(uuid, channelId, record);
      }
      return outcome;
    });
  };
}

/** One message for each person and medium, whatever rules hold and how often: of what lasts, else of what was last. */
function bySubject(alerts: readonly LiveAlert[]): [string, LiveAlert][] {
  const groups = Map.groupBy(alerts, ({ who }) =>
    who.kind === 'audience' ? 'audience' : `${who.visitId}:${who.medium}`,
  );
  return [...groups].flatMap(([subject, group]): [string, LiveAlert][] => {
    const latest = group.toSorted((one, other) => endOf(other) - endOf(one) || one.sinceMs - other.sinceMs)[0];
    return latest ? [[subject, latest]] : [];
  });
}

function endOf({ untilMs }: LiveAlert): number {
  return untilMs ?? Number.MAX_SAFE_INTEGER;
}

/** It is not edited for every tenth. */
function shownWorst({ worst }: LiveAlert): number {
  return Math.round(worst);
}
