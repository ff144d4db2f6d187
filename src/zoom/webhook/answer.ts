import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendAnswer, UNREAD_STATUS } from '../../http/send-answer.ts';
import type { EventOutcome } from './take-event.ts';

/** What became of a request to the webhook; a closed set, for metrics. */
export type WebhookOutcome =
  | EventOutcome
  | 'validated'
  | 'unsigned'
  | 'stale'
  | 'too-large'
  | 'too-slow'
  | 'busy'
  | 'not-stored';

/** Zoom sends again after 5xx only: whatever was not stored must get one, and nothing else may. */
const STATUS: Readonly<Record<WebhookOutcome, number>> = {
  ended: 200,
  duplicate: 200,
  practice: 200,
  collected: 200,
  started: 200,
  minute: 200,
  unwanted: 200,
  // Another status would make Zoom think that the address is broken; sending again would change nothing.
  'other-account': 200,
  validated: 200,
  unsupported: 200,
  unsigned: 401,
  stale: 401,
  malformed: 400,
  ...UNREAD_STATUS,
  'not-stored': 503,
};

export interface WebhookAnswer {
  readonly outcome: WebhookOutcome;
  /** Sent as JSON. */
  readonly body?: object;
}

/** Answers a request with its outcome. */
export function answerWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  { outcome, body }: WebhookAnswer,
): void {
  const text = JSON.stringify(body ?? { outcome });
  sendAnswer(request, response, { status: STATUS[outcome], contentType: 'application/json', text });
}
