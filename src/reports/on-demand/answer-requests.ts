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
  /**
   * Tells everybody on the occurrence's list what can be said before the report, once for each request, and nobody who was told
   * something else in between. A pause that comes later is told all the same: it takes back how long the report needs.
   */
  tellEarly(occurrenceKey: string, answer: Answer): Promise<void>;
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
  const deliver = ({ id }: PendingRequest, answer: Answer, as: 'answer' | 'notice' | 'early') =>
    jobs.enqueue('answer.deliver', { requestId: id, answer, final: as === 'answer' }, { id: `deliver-${id}-${as}` });

  async function answer(requests: readonly PendingRequest[], content: Answer): Promise<void> {
    await Promise.all(requests.map((request) => deliver(request, content, 'answer')));
  }

  async function notify(requests: readonly PendingRequest[], content: Answer): Promise<void> {
    await Promise.all(
      requests.map(async (request) => {
        const { name, lifeSeconds } = keys.requesterNotified(request.id);
        if (await kv.setIfAbsent(name, 'notified', lifeSeconds)) await deliver(request, content, 'notice');
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
    async tellEarly(occurrenceKey, content) {
      const requests = await pendingRequests.requestsFor(occurrenceKey);
      await Promise.all(
        requests.map(async (request) => {
          if ((await kv.get(keys.requesterNotified(request.id).name)) !== null) return;
          const { name, lifeSeconds } = keys.toldEarly(request.id);
          if (await kv.setIfAbsent(name, 'told', lifeSeconds)) await deliver(request, content, 'early');
        }),
      );
    },
  };
}
