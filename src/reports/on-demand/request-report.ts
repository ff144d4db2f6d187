import { isOutcomeUnknown, toStorageTrouble } from '../../errors.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { isSettledWithin } from '../../runtime/with-timeout.ts';
import { refText, type WebinarRef } from '../../webinar/ids.ts';
import type { Occurrences } from '../reading/occurrences.ts';
import { lastReadAt, type ReadingProgress, type ReportHead } from '../report.ts';
import type { ReportStore } from '../store.ts';
import type { PendingRequests, Requester } from './pending-requests.ts';
import { NOTHING_KNOWN, type Progress } from './progress.ts';

/** `fresh` reads a webinar again at most this often. */
const FRESH_AT_MOST_EVERY_MS = 60_000;
/** So long after an ask what Zoom says of the webinar may still be awaited, to tell with the acknowledgement how long the reading takes. */
export const LOOK_UP_SHOWN_WITHIN_MS = 800;
const LOOK_EVERY_MS = 100;

/** Counts reads that people start. @throws AppError `too-many-asks` */
interface ReadQuota {
  begin(userId: string, webinar: string): Promise<void>;
}

/** Somebody wants a report. */
export interface Ask {
  readonly ref: WebinarRef;
  readonly fresh: boolean;
  readonly requester: Requester;
  /** Shown to the person when something fails, and in every log line about this ask. */
  readonly reference: string;
}

/** What can be said at once. */
export type Reply =
  | {
      readonly kind: 'report';
      readonly head: ReportHead;
      /** A fresh one was asked for too soon. */
      readonly justRead: boolean;
    }
  | { readonly kind: 'reading'; readonly requestId: string; readonly progress: ReadingProgress };

/**
 * Answers from the cache, or puts the asker on the list of pending requests and starts a read.
 * @throws AppError `storage-unavailable` when the ask could not be stored, `too-many-asks`, or what Zoom has refused within
 * the hour: then nothing will come later;
 * `storage-outcome-unknown` when the job may have been stored all the same
 */
export function createRequestReport({
  store,
  occurrences,
  progress,
  pendingRequests,
  readQuota,
  jobs,
  clock,
  sleep,
  newId,
  onAsk,
}: {
  store: ReportStore;
  occurrences: Occurrences;
  progress: Progress;
  pendingRequests: PendingRequests;
  readQuota: ReadQuota;
  jobs: Jobs;
  clock: Clock;
  sleep: Sleep;
  newId: () => string;
  onAsk: (from: 'cache' | 'zoom') => void;
}) {
  return async function requestReport({ ref, fresh, requester, reference }: Ask): Promise<Reply> {
    const now = clock.now();
    const key = await occurrences.knownKey(ref);
    const head = key === null ? null : await store.getFreshHead(key);
    if (head) {
      const justRead = now - Date.parse(lastReadAt(head)) < FRESH_AT_MOST_EVERY_MS;
      if (!fresh || justRead) {
        onAsk('cache');
        return { kind: 'report', head, justRead: fresh && justRead };
      }
    }
    const refusal = fresh ? null : await occurrences.knownRefusal(ref, 0);
    if (refusal) throw refusal;
    onAsk('zoom');
    const request = { id: newId(), reference, requester, notBefore: fresh ? now : 0 };
    // One after the other: a job that runs before its request is there would find nobody to answer.
    const counted = (await isUnderWay(key, fresh)) ? null : readQuota.begin(requester.userId, key ?? refText(ref));
    await Promise.all([counted, pendingRequests.save(request)]).catch(async (error: unknown) => {
      // Without a job it would only lie about; whoever is refused may ask very often.
      await pendingRequests.finish(request.id).catch(() => undefined);
      throw toStorageTrouble(error, { kind: 'storage-unavailable' });
    });
    await jobs
      .enqueue('report.read', { ref, requestId: request.id }, { id: `read-${request.id}` })
      .catch(perhapsStarted);
    return { kind: 'reading', requestId: request.id, progress: await progressSoon(ref, requester.issuedAt) };
  };

  /** Whether others wait for the same read: who joins has started none. A fresh one is another read. */
  async function isUnderWay(key: string | null, fresh: boolean): Promise<boolean> {
    return key !== null && !fresh && (await pendingRequests.requestsFor(key)).length > 0;
  }

  /** As soon as Zoom's count is known, or at the end of the time for it. Never rejects: that would deny the report that is to come. */
  async function progressSoon(ref: WebinarRef, askedAt: number): Promise<ReadingProgress> {
    const until = askedAt + LOOK_UP_SHOWN_WITHIN_MS;
    let known: ReadingProgress = { ...NOTHING_KNOWN, webinar: refText(ref) };
    const look = async () => {
      for (;;) {
        known = await progress(ref);
        if (known.rowsExpected !== null || clock.now() + LOOK_EVERY_MS > until) return;
        await sleep(LOOK_EVERY_MS);
      }
    };
    await isSettledWithin(look(), Math.max(0, until - clock.now()));
    return known;
  }
}

function perhapsStarted(error: unknown): never {
  if (!isOutcomeUnknown(error)) throw error;
  throw toStorageTrouble(error, { kind: 'storage-outcome-unknown', asked: 'report' });
}

export type RequestReport = ReturnType<typeof createRequestReport>;
