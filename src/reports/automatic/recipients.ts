import type { JobPayload } from '../../jobs/catalog.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
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
  /** Stores one job for each channel. */
  post(ended: Ended, occurrence: Occurrence, content: PostToChannel['content'], final: boolean): Promise<void>;
}

export function createRecipients({ subscriptions, jobs }: { subscriptions: Subscriptions; jobs: Jobs }): Recipients {
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
        hostKeys: [ended.hostKey, occurrence.hostKey].filter((key) => key !== null),
      });
      return byChannel(matching);
    },

    async post(ended, occurrence, content, final) {
      const channels = await recipients.channelsFor(ended, occurrence);
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
          };
          const what = `${content.kind}${final ? '-final' : ''}-${ended.step}`;
          return jobs.enqueue('channel.post', post, { id: `post-${channelId}-${occurrence.key}-${what}` });
        }),
      );
    },
  };
  return recipients;
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
