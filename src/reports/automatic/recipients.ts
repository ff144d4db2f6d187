import type { JobPayload } from '../../jobs/catalog.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import { mayMatchFilter } from '../subscriptions/match-subscription.ts';
import type { MinimumGrade, Subscription, Subscriptions } from '../subscriptions/subscription.ts';

type Ended = JobPayload<'report.automatic'>;
type PostToChannel = JobPayload<'channel.post'>;

const GRADES: readonly MinimumGrade[] = ['Good', 'Fair', 'Poor', 'Bad'];

/** A channel that wants to hear of a webinar; several subscriptions of it count as one. */
export interface RecipientChannel {
  readonly channelId: string;
  /** Of the subscription that is pleased most easily. */
  readonly minimumGrade: MinimumGrade;
  /** One-off subscriptions among them. */
  readonly onceIds: readonly string[];
}

/** Who hears of a webinar that ended. */
export interface Recipients {
  /** From what the event alone says: false when looking further would be a waste of Zoom calls. */
  mayBeInterested(ended: Ended): Promise<boolean>;
  channelsFor(ended: Ended, occurrence: Occurrence): Promise<RecipientChannel[]>;
  /**
   * Channels that were told of the run, and in which nobody is subscribed to it any more: stores one job for each, that
   * brings its post to an end. One whose subscriptions are paused counts as subscribed: they are kept, and it takes
   * nothing meanwhile.
   */
  conclude(ended: Ended, occurrence: Occurrence): Promise<void>;
  /** Stores one job for each channel. */
  post(ended: Ended, occurrence: Occurrence, content: PostToChannel['content'], final: boolean): Promise<void>;
}

export function createRecipients({
  subscriptions,
  jobs,
  kv,
}: {
  subscriptions: Subscriptions;
  jobs: Jobs;
  kv: Kv;
}): Recipients {
  const recipients: Recipients = {
    async mayBeInterested(ended) {
      const all = await subscriptions.all();
      // The event names the host by user id only; one by e-mail address can be told after the look-up.
      if (all.some(({ paused, filter }) => paused === null && filter.kind === 'host')) return true;
      const { webinarId, topic, hostKey } = ended;
      if (webinarId === null || topic === null) return all.some(({ paused }) => paused === null);
      return (await subscriptions.matching({ webinarId, topic, hostKeys: hostKey ? [hostKey] : [] })).length > 0;
    },

    async channelsFor(ended, occurrence) {
      const matching = await subscriptions.matching({
        webinarId: occurrence.webinarId,
        topic: occurrence.topic,
        hostKeys: hostKeysOf(ended, occurrence),
      });
      return byChannel(matching);
    },

    async conclude(ended, occurrence) {
      const { key, webinarId, topic } = occurrence;
      const told = await kv.hashKeys(keys.channelsTold(key).name);
      if (told.length === 0) return;
      const hostKeys = hostKeysOf(ended, occurrence);
      const webinar = { webinarId, topic, hostKeys, isHostKnown: hostKeys.length === 2 };
      const staying = new Set(
        (await subscriptions.all())
          .filter(({ paused, filter }) => paused !== null || mayMatchFilter(filter, webinar))
          .map(({ channelId }) => channelId),
      );
      const left = told.filter((channelId) => !staying.has(channelId));
      const post = { key, webinarId, topic, endedAt: occurrence.endedAt ?? ended.endedAt, step: ended.step };
      await Promise.all(
        left.map((channelId) => {
          const id = `conclude-${channelId}-${key}-${ended.step}`;
          return jobs.enqueue('channel.conclude', { ...post, channelId }, { id });
        }),
      );
    },

    async post(ended, occurrence, content, final) {
      const channels = await recipients.channelsFor(ended, occurrence);
      // First: a crash in between leaves a channel that is asked for in vain, not a post that nobody knows of.
      const { name, lifeSeconds } = keys.channelsTold(occurrence.key);
      await kv.hashSet(name, Object.fromEntries(channels.map(({ channelId }) => [channelId, 'told'])), lifeSeconds);
      await Promise.all(
        channels.map(({ channelId, minimumGrade, onceIds }) => {
          const post: PostToChannel = {
            channelId,
            key: occurrence.key,
            content,
            webinarId: occurrence.webinarId,
            topic: occurrence.topic,
            final,
            minimumGrade,
            onceIds: [...onceIds],
            endedAt: occurrence.endedAt ?? ended.endedAt,
            step: ended.step,
          };
          const what = `${content.kind}${final ? '-final' : ''}-${ended.step}`;
          return jobs.enqueue('channel.post', post, { id: `post-${channelId}-${occurrence.key}-${what}` });
        }),
      );
    },
  };
  return recipients;
}

/** By user id and by address, as far as they are known. */
function hostKeysOf(ended: Ended, occurrence: Occurrence): string[] {
  return [ended.hostKey, occurrence.hostKey].filter((key) => key !== null);
}

/** One entry for each channel, pleased as soon as one of its subscriptions is. */
export function byChannel(subscriptions: readonly Subscription[]): RecipientChannel[] {
  const channels = new Map<string, RecipientChannel>();
  for (const { id, channelId, minimumGrade, once } of subscriptions) {
    const known = channels.get(channelId);
    channels.set(channelId, {
      channelId,
      minimumGrade: known ? lower(known.minimumGrade, minimumGrade) : minimumGrade,
      onceIds: [...(known?.onceIds ?? []), ...(once ? [id] : [])],
    });
  }
  return [...channels.values()];
}

function lower(a: MinimumGrade, b: MinimumGrade): MinimumGrade {
  return GRADES.indexOf(a) <= GRADES.indexOf(b) ? a : b;
}
