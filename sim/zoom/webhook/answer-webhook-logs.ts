import { type Answer, validationFailed, zoomError } from '../api/answer.ts';
import { answerPage } from '../api/answer-lists.ts';
import type { AnswerContext } from '../api/answer-webinar.ts';
import type { EndpointMatch } from '../api/endpoints.ts';

/** A try of Zoom's to deliver an event that got no good answer. */
export interface FailedDelivery {
  readonly atMs: number;
  readonly requestId: string;
  readonly retry: number;
  readonly event: object;
}

const FAILED = '2';
const KEPT_MS = 7 * 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** GET /marketplace/apps/{appId}/webhook_logs: the last seven days. */
export function answerWebhookLogs(context: AnswerContext, match: EndpointMatch): Answer {
  const { query, rawWebinar: appId } = match;
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  if (appId !== context.settings.appId) return zoomError(404, 2300, 'App does not exist.');
  if (!DAY.test(from)) return validationFailed('from', 'Invalid field.');
  if (!DAY.test(to)) return validationFailed('to', 'Invalid field.');
  const isAsked = ({ atMs, event }: FailedDelivery) => {
    const day = new Date(atMs).toISOString().slice(0, 10);
    const isOfEvent = query.get('event') === null || new Map(Object.entries(event)).get('event') === query.get('event');
    return day >= from && day <= to && isOfEvent && atMs > context.clock.now() - KEPT_MS;
  };
  const asked = query.get('type') === FAILED ? context.failedDeliveries.filter(isAsked) : [];
  const list = `webhook-logs:${from}:${to}:${query.get('event')}`;
  return answerPage(context, match, list, asked, (page) => ({ webhook_logs: page.map(toRow) }));
}

function toRow({ atMs, requestId, retry, event }: FailedDelivery): object {
  return {
    status: 'failed',
    failed_reason_type: 5,
    request_headers: '{"x-zm-request-id":"…"}',
    request_body: JSON.stringify(event),
    request_id: requestId,
    retry_num: retry,
    date_time: new Date(atMs).toISOString(),
  };
}
