import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ReadBody } from '../../http/read-body.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { parseJson } from '../../runtime/parse-json.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import type { EndedEvent } from '../../webinar/occurrence.ts';
import type { PushedVisit } from '../../webinar/pushed-visit.ts';
import { answerWebhook, type WebhookAnswer, type WebhookOutcome } from './answer.ts';
import { type ParsedWebhook, parseWebhook } from './parse.ts';
import { type PushedEvent, type PushedRowReaders, readPushedVisit } from './pushed-visit.ts';
import { verifyWebhook } from './verify.ts';

export interface WebhookRouteDeps {
  /** Zoom's secret tokens; the old one and the new one while they are being exchanged. */
  readonly secrets: readonly string[];
  /** Resolves when the work is stored, or need not be; rejects when it could not be, and Zoom has to send again. */
  readonly onEnded: (event: EndedEvent) => Promise<'stored' | 'duplicate' | 'ignored'>;
  /** Resolves when what was pushed is stored. */
  readonly onPushed: (visit: PushedVisit) => Promise<void>;
  readonly pushedRows: PushedRowReaders;
  /** Whose events are collected. */
  readonly accountId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onOutcome: (outcome: WebhookOutcome) => void;
  readonly readBody: ReadBody;
  /** Zoom waits 3 s for an answer, on a way of which a part is not ours; tests wait less. */
  readonly storeTimeoutMs?: number;
}

/** As Bolt's receivers take it. */
export interface WebhookRoute {
  readonly path: '/zoom/events';
  readonly method: string[];
  handler(request: IncomingMessage, response: ServerResponse): void;
}

const STORE_TIMEOUT_MS = 2_500;

const OUTCOME_OF_STORING = { stored: 'ended', duplicate: 'duplicate', ignored: 'unsupported' } as const;

/** POST /zoom/events: Zoom's webhook. Bolt calls the handler without awaiting it, so nothing in it may reject. */
export function createWebhookRoute(deps: WebhookRouteDeps): WebhookRoute {
  const { secrets, onEnded, clock, logger, onOutcome, readBody, storeTimeoutMs = STORE_TIMEOUT_MS } = deps;

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
    switch (parsed.kind) {
      case 'malformed':
        return { outcome: 'malformed' };
      case 'unsupported':
        logger.debug({ ...traceOf(request), event: parsed.event.slice(0, 100) }, 'a Zoom event of no use');
        return { outcome: 'unsupported' };
      case 'url-validation':
        logger.info({ ...traceOf(request), event: 'endpoint.url_validation' }, 'Zoom validates the webhook');
        return { outcome: 'validated', body: proveSecret(secret, parsed.plainToken) };
      case 'webinar-ended':
        return { outcome: await storeEnded(parsed.event, request) };
      case 'pushed':
        return { outcome: await storePushed(parsed.event, request) };
    }
  }

  async function storeEnded(event: EndedEvent, request: IncomingMessage): Promise<WebhookOutcome> {
    const trace = { ...traceOf(request), event: 'webinar.ended', uuid: event.uuid };
    const stored = await storeFor(() => onEnded(event), trace);
    if (stored === 'not-stored') return stored;
    const outcome = event.isPracticeSession ? 'practice' : OUTCOME_OF_STORING[stored];
    // Copies come by the thousand, and say nothing new.
    logger[outcome === 'duplicate' ? 'debug' : 'info']({ ...trace, outcome }, 'took a Zoom event');
    return outcome;
  }

  /** Nothing of the event but the webinar is logged: ten thousand come at the end of a large one, each about a person. */
  async function storePushed(event: PushedEvent, request: IncomingMessage): Promise<WebhookOutcome> {
    if (event.accountId !== null && event.accountId !== deps.accountId) return 'other-account';
    const visit = readPushedVisit(event, deps.pushedRows);
    if (!visit) return 'malformed';
    const trace = { ...traceOf(request), event: `participant ${event.part}`, uuid: visit.uuid };
    return storeFor<WebhookOutcome>(async () => {
      await deps.onPushed(visit);
      logger.debug(trace, 'collected a Zoom event');
      return 'collected';
    }, trace);
  }

  /** Zoom is answered in time, whatever the store does. */
  async function storeFor<T>(storing: () => Promise<T>, trace: object): Promise<T | 'not-stored'> {
    try {
      return await withTimeout(storing(), storeTimeoutMs, () => new Error(`not stored after ${storeTimeoutMs} ms`));
    } catch (error) {
      logger.error({ ...trace, err: error }, 'a Zoom event could not be stored; Zoom will send it again');
      return 'not-stored';
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = await answer(request);
    if (result === null) {
      logger.debug(traceOf(request), 'a request to the Zoom webhook was broken off');
      return;
    }
    const { outcome } = result;
    if (REFUSALS.has(outcome)) logger.warn({ ...traceOf(request), outcome }, 'refused a request to the Zoom webhook');
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

const REFUSALS: ReadonlySet<WebhookOutcome> = new Set([
  'unsigned',
  'stale',
  'malformed',
  'other-account',
  'too-large',
  'too-slow',
  'busy',
]);

/** Shows Zoom that this endpoint knows the secret. Only ever for a signed request: anybody could have texts signed. */
function proveSecret(secret: string, plainToken: string): object {
  return { plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') };
}

/** What Zoom's webhook log shows too. Other headers, the client id among them, stay out of the log. */
function traceOf({ headers }: IncomingMessage): { readonly requestId: string | null } {
  const id = headers['x-zm-request-id'];
  return { requestId: typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : null };
}
