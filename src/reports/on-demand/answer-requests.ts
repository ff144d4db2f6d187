import type { z } from 'zod';
import type { Deliver, JobName } from '../../jobs/catalog.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { Waiter, WaitingList } from './pending-requests.ts';

/** What those who wait are told. */
export type Answer = z.infer<typeof Deliver>['answer'];

const NOTICE_TTL_SECONDS = 3600;

/** Hands answers to the delivery jobs, one for each who waits, so that a failing Slack never repeats a read. */
export interface Answering {
  /** Answers for good. */
  answer(waiters: readonly Waiter[], answer: Answer): Promise<void>;
  /** Answers everybody on the occurrence's list for good and takes them off it. */
  answerAll(occurrenceKey: string, answer: Answer): Promise<void>;
  /** Tells something in between, once to each; they go on waiting. */
  notice(waiters: readonly Waiter[], answer: Answer): Promise<void>;
  noticeAll(occurrenceKey: string, answer: Answer): Promise<void>;
}

export function createAnswering({ queue, waiting, kv }: { queue: JobQueue; waiting: WaitingList; kv: Kv }): Answering {
  const deliver = (waiter: Waiter, answer: Answer, final: boolean) =>
    queue.add('deliver' satisfies JobName, { waiterId: waiter.id, answer, final } satisfies Deliver, {
      id: `deliver-${waiter.id}-${final ? 'answer' : 'notice'}`,
    });

  async function answer(waiters: readonly Waiter[], content: Answer): Promise<void> {
    await Promise.all(waiters.map((waiter) => deliver(waiter, content, true)));
  }

  async function notice(waiters: readonly Waiter[], content: Answer): Promise<void> {
    await Promise.all(
      waiters.map(async (waiter) => {
        if (await kv.setIfAbsent(keys.waiterNoticed(waiter.id), 'noticed', NOTICE_TTL_SECONDS)) {
          await deliver(waiter, content, false);
        }
      }),
    );
  }

  return {
    answer,
    notice,
    async answerAll(occurrenceKey, content) {
      const waiters = await waiting.waitersFor(occurrenceKey);
      await answer(waiters, content);
      // Last: after a crash before this line the answers are given again, and find nobody waiting.
      await waiting.leave(
        occurrenceKey,
        waiters.map(({ id }) => id),
      );
    },
    async noticeAll(occurrenceKey, content) {
      await notice(await waiting.waitersFor(occurrenceKey), content);
    },
  };
}
