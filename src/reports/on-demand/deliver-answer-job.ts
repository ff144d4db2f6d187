import type { JobPayload } from '../../jobs/catalog.ts';
import { JobDelayed } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Content } from '../delivery/content.ts';
import type { Copies } from '../delivery/copies.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { toJobError } from '../delivery/delivery-retry.ts';
import type { Messenger } from '../delivery/messenger.ts';
import type { ReportStore } from '../store.ts';
import type { PendingRequest, PendingRequests, Requester, ResponseUrl } from './pending-requests.ts';
import { LOOK_UP_SHOWN_WITHIN_MS } from './request-report.ts';

/** An answer that overtakes the acknowledgement, or the state of the reading after a click, would stand above it or be hidden by it. */
const AFTER_ACKNOWLEDGEMENT_MS = 500;

type DeliverAnswer = JobPayload<'answer.deliver'>;
type Way = 'click on progress' | 'response_url' | 'direct message' | 'nowhere';

/**
 * The job that answers a pending request: where its progress was last looked up, else through its own response_url, else by
 * direct message.
 */
export function createDeliverAnswerHandler({
  store,
  pendingRequests,
  messenger,
  copies,
  clock,
  logger,
}: {
  store: ReportStore;
  pendingRequests: PendingRequests;
  messenger: Messenger;
  copies: Pick<Copies, 'notePost'>;
  clock: Clock;
  logger: Logger;
}) {
  async function toContent({ reference }: PendingRequest, answer: DeliverAnswer['answer']): Promise<Content> {
    if (answer.kind === 'failure') return { kind: 'failure', failure: answer.failure, reference };
    if (answer.kind === 'early-word') return answer;
    const head = await store.getHead(answer.key);
    return head
      ? { kind: 'report', head }
      : { kind: 'failure', failure: { kind: 'report-gone', report: answer.key }, reference };
  }

  async function send({ id, requester }: PendingRequest, content: Content): Promise<Way> {
    const { isPrivate, replaces, userId } = requester;
    // Beside what is there, which can still show the progress; not worth a message somewhere else.
    if (content.kind === 'early-word') {
      return (await isTaken(id, requester, { isPrivate: true, replaces: false }, content)) ? 'response_url' : 'nowhere';
    }
    const click = await pendingRequests.shownIn(id);
    if (click && (await isTaken(id, click, { isPrivate: true, replaces: true }, content))) return 'click on progress';
    if (await isTaken(id, requester, { isPrivate, replaces }, content)) return 'response_url';
    const posted = await messenger.send({ kind: 'direct-message', userId }, content);
    if (posted && content.kind === 'report') await copies.notePost(content.head.key, posted);
    return 'direct message';
  }

  /** Whether the response_url could still be used. */
  async function isTaken(
    requestId: string,
    { responseUrl, issuedAt }: ResponseUrl,
    how: Pick<Requester, 'isPrivate' | 'replaces'>,
    content: Content,
  ): Promise<boolean> {
    if (!(await pendingRequests.takeUse(requestId, { responseUrl, issuedAt }))) return false;
    try {
      await messenger.send({ kind: 'response-url', responseUrl, ...how }, content);
      return true;
    } catch (error) {
      if (error instanceof DeliveryError && error.kind === 'gone') return false;
      throw error;
    }
  }

  return async function handleDeliverAnswer({ requestId, answer, final }: DeliverAnswer): Promise<void> {
    const request = await pendingRequests.load(requestId);
    if (!request) return;
    const { issuedAt } = request.requester;
    const notBefore = issuedAt + LOOK_UP_SHOWN_WITHIN_MS + AFTER_ACKNOWLEDGEMENT_MS;
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
