import type { JobPayload } from '../../jobs/catalog.ts';
import { JobDelayed } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Content } from '../delivery/content.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { toJobError } from '../delivery/delivery-retry.ts';
import type { Messenger } from '../delivery/messenger.ts';
import type { ReportStore } from '../store.ts';
import type { PendingRequest, PendingRequests } from './pending-requests.ts';

/** An answer that overtakes the command's acknowledgement would be hidden by it. */
const AFTER_ACKNOWLEDGEMENT_MS = 700;

type DeliverAnswer = JobPayload<'answer.deliver'>;

/** The job that answers a pending request: through the response_url while it lives, else by direct message. */
export function createDeliverAnswerHandler({
  store,
  pendingRequests,
  messenger,
  clock,
  logger,
}: {
  store: ReportStore;
  pendingRequests: PendingRequests;
  messenger: Messenger;
  clock: Clock;
  logger: Logger;
}) {
  async function toContent({ reference }: PendingRequest, answer: DeliverAnswer['answer']): Promise<Content> {
    if (answer.kind === 'failure') return { kind: 'failure', failure: answer.failure, reference };
    const head = await store.getHead(answer.key);
    return head
      ? { kind: 'report', head }
      : { kind: 'failure', failure: { kind: 'report-gone', report: answer.key }, reference };
  }

  async function send(request: PendingRequest, content: Content): Promise<'response_url' | 'direct message'> {
    const { responseUrl, isPrivate, userId } = request.requester;
    if (await pendingRequests.takeUse(request, 'answer')) {
      try {
        await messenger.send({ kind: 'response-url', responseUrl, isPrivate }, content);
        return 'response_url';
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.kind !== 'gone') throw error;
      }
    }
    await messenger.send({ kind: 'direct-message', userId }, content);
    return 'direct message';
  }

  return async function handleDeliverAnswer({ requestId, answer, final }: DeliverAnswer): Promise<void> {
    const request = await pendingRequests.load(requestId);
    if (!request) return;
    const { issuedAt } = request.requester;
    const notBefore = issuedAt + AFTER_ACKNOWLEDGEMENT_MS;
    if (clock.now() < notBefore) throw new JobDelayed(new Date(notBefore));
    const log = { ref: request.reference, answer: answer.kind, final };
    try {
      const way = await send(request, await toContent(request, answer));
      if (final) await pendingRequests.finish(requestId);
      logger.info({ ...log, way }, 'answered');
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      logger.warn({ ...log, slackError: error.slackError, kind: error.kind }, 'Slack did not take an answer');
      throw toJobError(error, { now: clock.now(), dueSince: issuedAt });
    }
  };
}
