import { z } from 'zod';

/** What a subscription wants to hear of. Texts of topics are compared in any case. */
const Filter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('series'), webinarId: z.string() }),
  z.object({ kind: z.literal('topic'), text: z.string() }),
  /** `hostKey`: keyed hash of the e-mail address or Zoom user id; `shown`: what people see, the address masked. */
  z.object({ kind: z.literal('host'), hostKey: z.string(), shown: z.string() }),
]);
export type SubscriptionFilter = z.infer<typeof Filter>;

const MinimumGrade = z.enum(['Good', 'Fair', 'Poor', 'Bad']);
/** Post only when the verdict is at least that bad; Good posts always. */
export type MinimumGrade = z.infer<typeof MinimumGrade>;

/** A channel that gets the reports of some webinars. */
export const Subscription = z.object({
  id: z.string(),
  channelId: z.string(),
  filter: Filter,
  minimumGrade: MinimumGrade,
  /** Gone after the next report: "Post here when it ends". */
  once: z.boolean(),
  /** Warnings while a webinar runs, too. Older versions kept none. */
  live: z.boolean().exactOptional(),
  /** Slack user id; null for REPORT_CHANNEL, which the operator set. */
  createdBy: z.string().nullable(),
  /** ISO instant; a sweep does not go back behind it. */
  createdAt: z.string(),
  /** Why nothing is posted any more: Slack's word (`is_archived`, …) or an `OwnerPause`; null while it works. */
  paused: z.string().nullable(),
});
export type Subscription = z.infer<typeof Subscription>;

/** Why subscriptions are paused whose owner may not ask any more. Slack has no such words, nor have older versions. */
const OWNER_PAUSES = ['owner-left', 'owner-lost-access'] as const;
export type OwnerPause = (typeof OWNER_PAUSES)[number];

/** Whether it is the owner that is the reason, and not the channel: whoever resumes it becomes the owner. */
export function isOwnerPause(reason: string | null): reason is OwnerPause {
  return OWNER_PAUSES.some((known) => known === reason);
}

/** What is known of a webinar when it is decided who hears of it. */
export interface SubscribableWebinar {
  readonly webinarId: string | null;
  readonly topic: string | null;
  /** Keyed hashes of the host's e-mail address and Zoom user id, as far as known. */
  readonly hostKeys: readonly string[];
}

/**
 * The subscriptions of all channels. Every change is visible to all replicas at once. One that fails and may have been
 * made, or in part, is AppError `storage-outcome-unknown`.
 */
export interface Subscriptions {
  /**
   * The same channel, filter and `once` again only changes the minimum grade and whether it warns, and resumes a paused one
   * as `resume` does.
   */
  add(subscription: Omit<Subscription, 'id' | 'createdAt' | 'paused'>): Promise<Subscription>;
  remove(id: string): Promise<Subscription | null>;
  /** @param userId who does it: the owner from now on, where the pause was for the owner's sake, or it would come again */
  resume(id: string, userId: string): Promise<Subscription | null>;
  /** REPORT_CHANNEL included. */
  all(): Promise<Subscription[]>;
  /** Those that want to hear of the webinar and are not paused, of any channel. */
  matching(webinar: SubscribableWebinar): Promise<Subscription[]>;
  /** Pauses everything of a channel; gives those that were not paused before, whose owners have to be told. */
  pauseChannel(channelId: string, reason: string): Promise<Subscription[]>;
  /** The same of everything that somebody has subscribed, in all channels. */
  pauseOwner(userId: string, reason: OwnerPause): Promise<Subscription[]>;
}
