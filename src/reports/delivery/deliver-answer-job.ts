import { Deliver } from '../../jobs/catalog.ts';
import { type JobContext, JobDelayed, JobFailedForGood } from '../../jobs/job-queue.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Waiter, WaitingList } from '../on-demand/pending-requests.ts';
import type { ReportStore } from '../store.ts';
import { type Content, type Courier, DeliveryError } from './messenger.ts';

/** An answer that overtakes the command's acknowledgement would be hidden by it. */
const AFTER_ACKNOWLEDGEMENT_MS = 700;
/** Longer than this nobody waits at a screen; Slack's own Retry-After is obeyed up to here. */
const MAX_PAUSE_MS = 10 * 60_000;
/** Waiting does not use up a try, so it must never be for nothing. */
const MIN_PAUSE_MS = 1_000;

/** The job that answers one who waits: through the response_url while it lives, else by direct message. */
export function createDeliverHandler({
  store,
  waiting,
  courier,
  clock,
  logger,
}: {
  store: ReportStore;
  waiting: WaitingList;
  courier: Courier;
  clock: Clock;
  logger: Logger;
}) {
  async function toContent(waiter: Waiter, answer: Deliver['answer']): Promise<Content> {
    if (answer.kind === 'failure') {
      return { kind: 'failure', failure: answer.failure, reference: waiter.reference };
    }
    const head = await store.getHead(answer.key);
    return head
      ? { kind: 'report', head }
      : { kind: 'failure', failure: { kind: 'report-gone', report: answer.key }, reference: waiter.reference };
  }

  async function send(waiter: Waiter, content: Content): Promise<'response_url' | 'direct message'> {
    if (await waiting.takeUse(waiter, 'answer')) {
      try {
        const { responseUrl, isPrivate } = waiter.destination;
        await courier.respond(responseUrl, content, { isPrivate });
        return 'response_url';
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.kind !== 'gone') throw error;
      }
    }
    await courier.sendDirectMessage(waiter.destination.userId, content);
    return 'direct message';
  }

  return async function handleDeliver(data: unknown, _context: JobContext): Promise<void> {
    const { waiterId, answer, final } = Deliver.parse(data);
    const waiter = await waiting.load(waiterId);
    if (!waiter) return;
    const notBefore = waiter.destination.issuedAt + AFTER_ACKNOWLEDGEMENT_MS;
    if (clock.now() < notBefore) throw new JobDelayed(new Date(notBefore));
    const log = { ref: waiter.reference, answer: answer.kind, final };
    try {
      const way = await send(waiter, await toContent(waiter, answer));
      if (final) await waiting.finish(waiterId);
      logger.info({ ...log, way }, 'answered');
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      logger.warn({ ...log, slackError: error.slackError, kind: error.kind }, 'Slack did not take an answer');
      if (error.kind !== 'passing') throw new JobFailedForGood(error.message, { cause: error });
      if (error.retryAfterMs !== null) {
        const pauseMs = Math.min(Math.max(error.retryAfterMs, MIN_PAUSE_MS), MAX_PAUSE_MS);
        throw new JobDelayed(new Date(clock.now() + pauseMs));
      }
      throw error;
    }
  };
}
