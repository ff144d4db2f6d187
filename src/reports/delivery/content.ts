import type { Failure, ZoomLabels } from '../../errors.ts';
import type { LiveAlert } from '../live-alert.ts';
import type { ReportHead } from '../report.ts';
import type { OwnerPause, Subscription } from '../subscriptions/subscription.ts';

/** What can be said to a person or a channel; messages/render-content has the words. */
export type Content =
  | { readonly kind: 'report'; readonly head: ReportHead }
  /** For those who read the message when it still said better. */
  | { readonly kind: 'worse'; readonly head: ReportHead }
  /** The last form of a post in a channel that is not subscribed any more; `head` is null where no report stood there. */
  | {
      readonly kind: 'concluded';
      readonly head: ReportHead | null;
      readonly webinar: { readonly key: string; readonly webinarId: string | null; readonly topic: string | null };
    }
  /** What Zoom itself says of the sound, to those who wait for a long read. */
  | {
      readonly kind: 'early-word';
      readonly webinar: string;
      readonly topic: string | null;
      readonly labels: ZoomLabels;
      readonly secondsLeft: number;
    }
  /** A running show has trouble, or had. */
  | {
      readonly kind: 'live';
      readonly uuid: string;
      readonly topic: string | null;
      readonly alert: LiveAlert;
      /** Nothing more is said of it here. */
      readonly isMuted: boolean;
    }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly reference: string }
  /** What stood there was deleted. */
  | { readonly kind: 'removed' }
  | { readonly kind: 'paused'; readonly channelId: string; readonly reason: string }
  /** Whoever subscribed these may not ask any more: told to the person, or in the channel. */
  | {
      readonly kind: 'owner-gone';
      readonly to: 'owner' | 'channel';
      readonly reason: OwnerPause;
      readonly subscriptions: readonly Subscription[];
    }
  | {
      readonly kind: 'no-report';
      readonly webinar: { readonly key: string; readonly webinarId: string | null; readonly topic: string | null };
      readonly failure: Failure;
      readonly reference: string;
      readonly final: boolean;
    };
