import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { Messenger } from '../delivery/messenger.ts';
import type { ReadObserver } from '../reading/read-observer.ts';
import type { ReadingProgress } from '../report.ts';
import type { PendingRequests } from './pending-requests.ts';

/** When those who asked are told how far the reading is: soon, and then ever more rarely. */
const EDITS_AFTER_MS = [1_500, 5_000, 20_000];

/** Tells those who asked how far the reading is. Best effort: progress that cannot be sent is not missed. */
export interface ProgressTeller extends ReadObserver {
  /** Zoom asked this process to slow down; whoever waits is told. */
  throttled(waitMs: number): void;
}

export function createProgressTeller({
  pendingRequests,
  messenger,
  sleep,
  clock,
  logger,
}: {
  pendingRequests: PendingRequests;
  messenger: Messenger;
  sleep: Sleep;
  clock: Clock;
  logger: Logger;
}): ProgressTeller {
  let throttledUntil = 0;

  async function tell(occurrenceKey: string, progress: ReadingProgress, signal: AbortSignal): Promise<void> {
    const requests = await pendingRequests.requestsFor(occurrenceKey);
    await Promise.all(
      requests.map(async (request) => {
        const { isPrivate, responseUrl } = request.requester;
        if (!isPrivate || signal.aborted || !(await pendingRequests.takeUse(request, 'progress'))) return;
        await messenger.send({ kind: 'response-url', responseUrl, isPrivate }, { kind: 'progress', progress });
      }),
    );
  }

  return {
    throttled(waitMs) {
      throttledUntil = clock.now() + waitMs;
    },

    begin(occurrence) {
      const startedAt = clock.now();
      const stop = new AbortController();
      let rowsRead = 0;
      let rowsAtStart: number | null = null;

      const progress = (): ReadingProgress => {
        const rowsExpected = occurrence.participantCount;
        const rowsPerMs = (rowsRead - (rowsAtStart ?? 0)) / Math.max(1, clock.now() - startedAt);
        const rowsLeft = rowsExpected === null ? null : Math.max(0, rowsExpected - rowsRead);
        const throttledMs = throttledUntil - clock.now();
        return {
          webinar: occurrence.webinarId ?? occurrence.key,
          topic: occurrence.topic,
          rowsRead,
          rowsExpected,
          secondsLeft: rowsLeft === null || rowsPerMs <= 0 ? null : Math.ceil(rowsLeft / rowsPerMs / 1000),
          throttledSeconds: throttledMs > 0 ? Math.ceil(throttledMs / 1000) : null,
        };
      };

      const telling = (async () => {
        for (const afterMs of EDITS_AFTER_MS) {
          await sleep(Math.max(0, startedAt + afterMs - clock.now()), stop.signal);
          await tell(occurrence.key, progress(), stop.signal).catch((error: unknown) =>
            logger.info({ err: error }, 'progress could not be told'),
          );
        }
      })().catch(() => undefined);

      return {
        rowsRead(rows) {
          // A read that starts over begins below where it was resumed.
          rowsAtStart = Math.min(rowsAtStart ?? rows, rows);
          rowsRead = rows;
        },
        finish() {
          stop.abort();
          return telling;
        },
      };
    },
  };
}
