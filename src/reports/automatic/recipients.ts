import type { JobName, Post, Settle } from '../../jobs/catalog.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { MinimumGrade, Subscription, Subscriptions } from '../subscriptions/subscription.ts';

const GRADES: readonly MinimumGrade[] = ['Good', 'Fair', 'Poor', 'Bad'];

/** A channel that wants to hear of a webinar; several subscriptions of it count as one. */
export interface AudienceChannel {
  readonly channelId: string;
  /** Of the subscription that is pleased most easily. */
  readonly minimumGrade: MinimumGrade;
  /** One-off subscriptions among them. */
  readonly onceIds: readonly string[];
}

/** Who hears of a webinar that ended. */
export interface Audience {
  /** From what the event alone says: false when looking further would be a waste of Zoom calls. */
  mayBeInterested(settle: Settle): Promise<boolean>;
  channelsFor(settle: Settle, occurrence: Occurrence): Promise<AudienceChannel[]>;
  /** Stores one job for each channel. */
  post(settle: Settle, occurrence: Occurrence, content: Post['content'], final: boolean): Promise<void>;
}

export function createAudience({ subscriptions, queue }: { subscriptions: Subscriptions; queue: JobQueue }): Audience {
  const audience: Audience = {
    async mayBeInterested(settle) {
      const all = await subscriptions.all();
      // The event names the host by user id only; one by e-mail address can be told after the look-up.
      if (all.some(({ paused, filter }) => paused === null && filter.kind === 'host')) return true;
      const { webinarId, topic, hostKey } = settle;
      if (webinarId === null || topic === null) return all.some(({ paused }) => paused === null);
      return (await subscriptions.matching({ webinarId, topic, hostKeys: hostKey ? [hostKey] : [] })).length > 0;
    },

    async channelsFor(settle, occurrence) {
      const matching = await subscriptions.matching({
        webinarId: occurrence.webinarId,
        topic: occurrence.topic,
        hostKeys: [settle.hostKey, occurrence.hostKey].filter((key) => key !== null),
      });
      return byChannel(matching);
    },

    async post(settle, occurrence, content, final) {
      const channels = await audience.channelsFor(settle, occurrence);
      await Promise.all(
        channels.map(({ channelId, minimumGrade, onceIds }) => {
          const post: Post = {
            channelId,
            key: occurrence.key,
            content,
            webinarId: occurrence.webinarId,
            topic: occurrence.topic,
            final,
            minimumGrade,
            onceIds: [...onceIds],
            endedAt: occurrence.endedAt ?? settle.endedAt,
          };
          const what = `${content.kind}${final ? '-final' : ''}-${settle.step}`;
          return queue.add('post' satisfies JobName, post, { id: `post-${channelId}-${occurrence.key}-${what}` });
        }),
      );
    },
  };
  return audience;
}

/** One entry for each channel, pleased as soon as one of its subscriptions is. */
export function byChannel(subscriptions: readonly Subscription[]): AudienceChannel[] {
  const channels = new Map<string, AudienceChannel>();
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
