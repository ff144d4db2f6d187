import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ReadBody } from '../../http/read-body.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { parseJson } from '../../runtime/parse-json.ts';
import { answerWebhook, type WebhookAnswer, type WebhookOutcome } from './answer.ts';
import { type ParsedWebhook, parseWebhook } from './parse.ts';
import { nameOfEvent, REFUSED_EVENTS, type TakeEvent } from './take-event.ts';
import { verifyWebhook } from './verify.ts';

export interface WebhookRouteDeps {
  /** Zoom's secret tokens; the old one and the new one while they are being exchanged. */
  readonly secrets: readonly string[];
  readonly takeEvent: TakeEvent;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onOutcome: (outcome: WebhookOutcome) => void;
  readonly readBody: ReadBody;
}

/** As Bolt's receivers take it. */
export interface WebhookRoute {
  readonly path: '/zoom/events';
  readonly method: string[];
  handler(request: IncomingMessage, response: ServerResponse): void;
}

/** POST /zoom/events: Zoom's webhook. Bolt calls the handler without awaiting it, so nothing in it may reject. */
export function createWebhookRoute(deps: WebhookRouteDeps): WebhookRoute {
  const { secrets, takeEvent, clock, logger, onOutcome, readBody } = deps;

  async function answer(request: IncomingMessage): Promise<WebhookAnswer | null> {
    const read = await readBody(request);
    if (read.kind === 'aborted') return null;
    if (read.kind !== 'read') return { outcome: read.kind };
    const verified = verifyWebhook({
      rawBody: read.body,
      timestamp: request.headers['x-zm-request-timestamp'],
      signature: request.headers['x-zm-signature'],
      secrets,
      nowMs: clock.now(),
    });
    if (verified.kind !== 'verified') return { outcome: verified.kind };
    return answerEvent(
      parseWebhook(parseJson(read.body.toString('utf8'), z.unknown())?.data),
      verified.secret,
      request,
    );
  }

  async function answerEvent(parsed: ParsedWebhook, secret: string, request: IncomingMessage): Promise<WebhookAnswer> {
    const trace = traceOf(request);
    if (parsed.kind === 'url-validation') {
      logger.info({ ...trace, event: 'endpoint.url_validation' }, 'Zoom validates the webhook');
      return { outcome: 'validated', body: proveSecret(secret, parsed.plainToken) };
    }
    try {
      return { outcome: await takeEvent(parsed, trace) };
    } catch (error) {
      const about = { ...trace, ...nameOfEvent(parsed), err: error };
      logger.error(about, 'a Zoom event could not be stored; Zoom will send it again');
      return { outcome: 'not-stored' };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = await answer(request);
    if (result === null) {
      logger.debug(traceOf(request), 'a request to the Zoom webhook was broken off');
      return;
    }
    const { outcome } = result;
    if (REFUSALS.has(outcome) || REFUSED_EVENTS.has(outcome))
      logger.warn({ ...traceOf(request), outcome }, 'refused a request to the Zoom webhook');
    onOutcome(outcome);
    answerWebhook(request, response, result);
  }

  return {
    path: '/zoom/events',
    method: ['POST'],
    handler(request, response) {
      handle(request, response).catch((error: unknown) => {
        logger.error({ ...traceOf(request), err: error }, 'the Zoom webhook failed');
        if (response.headersSent) response.destroy();
        else answerWebhook(request, response, { outcome: 'not-stored' });
      });
    },
  };
}

const REFUSALS: ReadonlySet<WebhookOutcome> = new Set(['unsigned', 'stale', 'too-large', 'too-slow', 'busy']);

/** Shows Zoom that this endpoint knows the secret. Only ever for a signed request: anybody could have texts signed. */
function proveSecret(secret: string, plainToken: string): object {
  return { plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') };
}

/** What Zoom's webhook log shows too. Other headers, the client id among them, stay out of the log. */
function traceOf({ headers }: IncomingMessage): { readonly requestId: string | null } {
  const id = headers['x-zm-request-id'];
  return { requestId: typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : null };
}
