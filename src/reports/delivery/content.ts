import type { Failure } from '../../errors.ts';
import type { ReadingProgress, ReportHead } from '../report.ts';

/** What can be said to a person or a channel; messages/render-content has the words. */
export type Content =
  | { readonly kind: 'report'; readonly head: ReportHead }
  /** For those who read the message when it still said better. */
  | { readonly kind: 'worse'; readonly head: ReportHead }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly reference: string }
  | { readonly kind: 'progress'; readonly progress: ReadingProgress }
  | { readonly kind: 'paused'; readonly channelId: string; readonly reason: string }
  | {
      readonly kind: 'no-report';
      readonly webinar: { readonly key: string; readonly webinarId: string | null; readonly topic: string | null };
      readonly failure: Failure;
      readonly reference: string;
      readonly final: boolean;
    };
