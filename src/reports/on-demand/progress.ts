import type { Logger } from '../../logger.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { Occurrence } from '../../webinar/occurrence.ts';
import type { Courier } from '../delivery/messenger.ts';
import type { ReadingProgress } from '../report.ts';
import type { WaitingList } from './pending-requests.ts';

/** When those who wait are told how far the reading is: soon, and then ever more rarely. */
const EDITS_AFTER_MS = [1_500, 5_000, 20_000];

/** One read under way. */
interface ProgressOfRead {
  rowsRead(rows: number): void;
  /** Stops telling and waits for what is being told, so that no progress arrives after the report. */
  finish(): Promise<void>;
}

/** Tells those who wait how far the reading is. Best effort: progress that cannot be sent is not missed. */
export interface ProgressTeller {
  begin(occurrence: Occurrence): ProgressOfRead;
  /** Zoom asked this process to slow down; whoever waits is told. */
  throttled(waitMs: number): void;
}

export function createProgressTeller({
  waiting,
  courier,
  wait,
  clock,
  logger,
}: {
  waiting: WaitingList;
  courier: Courier;
  wait: Sleep;
  clock: { now(): number };
  logger: Logger;
}): ProgressTeller {
  let throttledUntil = 0;

  async function tell(occurrenceKey: string, progress: ReadingProgress, signal: AbortSignal): Promise<void> {
    const waiters = await waiting.waitersFor(occurrenceKey);
    await Promise.all(
      waiters.map(async (waiter) => {
        if (!waiter.destination.isPrivate || signal.aborted || !(await waiting.takeUse(waiter, 'progress'))) return;
        await courier.respond(waiter.destination.responseUrl, { kind: 'progress', progress });
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
          await wait(Math.max(0, startedAt + afterMs - clock.now()), stop.signal);
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
