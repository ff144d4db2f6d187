import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ReadBody } from '../http/read-body.ts';
import { sendAnswer, UNREAD_STATUS } from '../http/send-answer.ts';
import type { Logger } from '../logger.ts';
import type { Clock } from '../runtime/clock.ts';

const EVENTS_PATH = '/slack/events';
/** Slack's own advice; in both directions, as a request of tomorrow could be kept and sent again. */
const MAX_SKEW_MS = 300_000;
/** Enough for any instant, and exact as a number. */
const SECONDS = /^\d{1,12}$/;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;

/**
 * Stands before Bolt, which checks the signature itself, but reads bodies without a limit in time or over all connections
 * and takes any time stamp that is not too old. What cannot be Slack's is turned away before its body is read.
 */
export function createFrontDoor({
  readBody,
  clock,
  logger,
  inside,
  insideFor,
}: {
  readBody: ReadBody;
  clock: Clock;
  logger: Logger;
  /** What is no request of Slack's. */
  inside: RequestListener;
  /** Who checks the signature of this one. */
  insideFor: (request: IncomingMessage, body: Buffer) => RequestListener;
}): RequestListener {
  function isPerhapsSlack({ headers }: IncomingMessage): boolean {
    const timestamp = headers['x-slack-request-timestamp'];
    const signature = headers['x-slack-signature'];
    if (typeof timestamp !== 'string' || typeof signature !== 'string') return false;
    if (!SECONDS.test(timestamp) || !SIGNATURE.test(signature)) return false;
    return Math.abs(clock.now() - Number(timestamp) * 1000) <= MAX_SKEW_MS;
  }

  function turnAway(request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
    logger.warn({ status, reason }, 'turned a request to Slack’s endpoint away');
    sendAnswer(request, response, { status, contentType: 'text/plain', text: reason });
  }

  async function letIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readBody(request);
    if (read.kind === 'aborted') return;
    // What Bolt finds here it does not read again.
    if (read.kind === 'read') {
      insideFor(request, read.body)(Object.assign(request, { rawBody: read.body }), response);
    } else turnAway(request, response, UNREAD_STATUS[read.kind], read.kind);
  }

  return (request, response) => {
    const isEvent = request.method === 'POST' && pathOf(request) === EVENTS_PATH;
    if (!isEvent) {
      inside(request, response);
    } else if (!isPerhapsSlack(request)) {
      turnAway(request, response, 401, 'not signed');
    } else {
      letIn(request, response).catch((error: unknown) => {
        logger.error({ err: error }, 'a request of Slack’s failed');
        response.destroy();
      });
    }
  };
}

/** As Bolt reads it: `/x/../slack/events` leads to the same place. */
function pathOf({ url = '' }: IncomingMessage): string | null {
  return URL.parse(url, 'http://localhost')?.pathname ?? null;
}
