import type { JobPayload } from '../../jobs/catalog.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { PendingRequest, PendingRequests } from './pending-requests.ts';

/** What a requester is told. */
export type Answer = JobPayload<'answer.deliver'>['answer'];

/** Hands answers to the delivery jobs, one for each pending request, so that a failing Slack never repeats a read. */
export interface RequestAnswers {
  /** Answers for good. */
  answer(requests: readonly PendingRequest[], answer: Answer): Promise<void>;
  /** Answers everybody on the occurrence's list for good and takes them off it. */
  answerAll(occurrenceKey: string, answer: Answer): Promise<void>;
  /** Tells something in between, once for each request; they stay pending. */
  notify(requests: readonly PendingRequest[], answer: Answer): Promise<void>;
  notifyAll(occurrenceKey: string, answer: Answer): Promise<void>;
}

export function createRequestAnswers({
  jobs,
  pendingRequests,
  kv,
}: {
  jobs: Jobs;
  pendingRequests: PendingRequests;
  kv: Kv;
}): RequestAnswers {
  const deliver = ({ id }: PendingRequest, answer: Answer, final: boolean) =>
    jobs.enqueue(
      'answer.deliver',
      { requestId: id, answer, final },
      { id: `deliver-${id}-${final ? 'answer' : 'notice'}` },
    );

  async function answer(requests: readonly PendingRequest[], content: Answer): Promise<void> {
    await Promise.all(requests.map((request) => deliver(request, content, true)));
  }

  async function notify(requests: readonly PendingRequest[], content: Answer): Promise<void> {
    await Promise.all(
      requests.map(async (request) => {
        const { name, lifeSeconds } = keys.requesterNotified(request.id);
        if (await kv.setIfAbsent(name, 'notified', lifeSeconds)) await deliver(request, content, false);
      }),
    );
  }

  return {
    answer,
    notify,
    async answerAll(occurrenceKey, content) {
      const requests = await pendingRequests.requestsFor(occurrenceKey);
      await answer(requests, content);
      // Last: after a crash before this line the answers are given again, and find nothing pending.
      await pendingRequests.leave(
        occurrenceKey,
        requests.map(({ id }) => id),
      );
    },
    async notifyAll(occurrenceKey, content) {
      await notify(await pendingRequests.requestsFor(occurrenceKey), content);
    },
  };
}
