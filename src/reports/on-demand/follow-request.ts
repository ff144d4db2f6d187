import type { Clock } from '../../runtime/clock.ts';
import { parseOccurrenceKey } from '../../webinar/occurrence.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import type { ReadingProgress, ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import type { PendingRequests } from './pending-requests.ts';
import type { Progress } from './progress.ts';

/** What has become of an ask. */
export type RequestState =
  | { readonly kind: 'reading'; readonly progress: ReadingProgress }
  | { readonly kind: 'report'; readonly head: ReportHead }
  /** It was answered, with something other than a report, or so long ago that the report is not kept any more. */
  | { readonly kind: 'over' };

/** Looks up what has become of an ask, and lets its answer come where that is shown. Asks nobody but the store. */
export interface FollowRequest {
  /**
   * @param report the webinar's `Occurrence.key`
   * @param click by whoever wants to know: the answer takes the place of its message. Somebody else's answer goes nowhere else.
   */
  begin(
    requestId: string,
    report: string,
    click: { readonly userId: string; readonly responseUrl: string },
  ): Promise<RequestState>;
  /** The same without moving the answer: null while there is none. For what came between showing the state and now. */
  answer(requestId: string, report: string): Promise<Exclude<RequestState, { kind: 'reading' }> | null>;
}

export function createFollowRequest({
  pendingRequests,
  occurrences,
  store,
  progress,
  clock,
}: {
  pendingRequests: PendingRequests;
  occurrences: Pick<Occurrences, 'knownKey'>;
  store: Pick<ReportStore, 'getHead'>;
  progress: Progress;
  clock: Clock;
}): FollowRequest {
  const answer: FollowRequest['answer'] = async (requestId, report) => {
    if (await pendingRequests.load(requestId)) return null;
    const ref = parseOccurrenceKey(report);
    const key = ref && (await occurrences.knownKey(ref));
    const head = key === null ? null : await store.getHead(key);
    return head ? { kind: 'report', head } : { kind: 'over' };
  };

  return {
    answer,

    async begin(requestId, report, { userId, responseUrl }) {
      const ref = parseOccurrenceKey(report);
      if (ref && (await pendingRequests.load(requestId))?.requester.userId === userId) {
        await pendingRequests.showIn(requestId, { responseUrl, issuedAt: clock.now() });
        const known = await progress(ref, { countsTrouble: true });
        // After everything else: an answer that was given in the meantime did not know of this click.
        if (await pendingRequests.load(requestId)) return { kind: 'reading', progress: known };
      }
      return (await answer(requestId, report)) ?? { kind: 'over' };
    },
  };
}
