import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimClock, realNowMs, type SimClock } from '../runtime/clock.ts';
import { createFaultQueue } from '../runtime/fault-queue.ts';
import { readBody, startServer } from '../runtime/http-server.ts';
import { createRandom } from '../runtime/random.ts';
import { type AccessTokens, createAccessTokens } from './api/access-tokens.ts';
import { type Answer, NO_DASHBOARD, NOT_SUBSCRIBED, zoomError } from './api/answer.ts';
import { answerWebinars } from './api/answer-lists.ts';
import { answerParticipants } from './api/answer-participants.ts';
import { answerQosSummary } from './api/answer-qos-summary.ts';
import { type AnswerContext, answerInstances, answerWebinar } from './api/answer-webinar.ts';
import { type EndpointMatch, endpointRule, matchEndpoint, type ZoomEndpoint } from './api/endpoints.ts';
import { createPageTokens } from './api/page-tokens.ts';
import { createRateLimits, type RateLimits } from './api/rate-limits.ts';
import { faultAnswer, type ZoomFault } from './api/zoom-faults.ts';
import { createRequestLog, type LoggedRequest, type RequestLog } from './request-log.ts';
import { defaultZoomSettings, type ZoomSettings } from './settings.ts';
import { answerSubscriptions } from './webhook/answer-subscriptions.ts';
import { answerWebhookLogs, type FailedDelivery } from './webhook/answer-webhook-logs.ts';
import { newRequestId } from './webhook/send-webhook.ts';
import type { SimWebinar } from './webinars/webinar.ts';
import { createWebinarStore } from './webinars/webinar-store.ts';
import { createEventSocket, type EventSocket } from './websocket/event-socket.ts';

export interface ZoomSimOptions extends Partial<ZoomSettings> {
  readonly webinars?: readonly SimWebinar[];
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly clock?: SimClock;
}

export interface ZoomSim extends Pick<RequestLog, 'countOf' | 'maxInSlidingSecond'> {
  /** Base of the REST API, `…/v2`. */
  readonly apiUrl: string;
  readonly oauthUrl: string;
  /** Where events come over a WebSocket. */
  readonly websocketUrl: string;
  readonly eventSocket: EventSocket;
  /** Live: change a field and the next request sees it. */
  readonly settings: ZoomSettings;
  readonly clock: SimClock;
  /** Every request since the start or the last `clearRequests`, oldest first. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  addWebinar(webinar: SimWebinar): void;
  /** Ends a running webinar. @throws Error when no such webinar runs */
  endWebinar(uuid: string, endedAt?: string): void;
  /** Zoom tried to deliver an event, and nobody took it: its log says so, once for each try. */
  failToDeliver(event: object, tries?: number): void;
  fail(fault: ZoomFault): void;
  clearFaults(): void;
  /** Milliseconds before every answer. */
  setLatency(ms: number | ((endpoint: ZoomEndpoint) => number)): void;
  /** The account's rate limits, shared with other apps. */
  readonly limits: Pick<RateLimits, 'useUpDay' | 'setOtherAppsLoad' | 'usedToday'>;
  /** Kills every access token, as a revocation does. */
  revokeTokens(): void;
  stop(): Promise<void>;
}

const ANSWERS: Partial<Record<ZoomEndpoint, (context: AnswerContext, match: EndpointMatch) => Answer>> = {
  webinars: answerWebinars,
  webinar: answerWebinar,
  participants: answerParticipants,
  qosSummary: answerQosSummary,
  instances: answerInstances,
  webhookLogs: answerWebhookLogs,
  eventSubscriptions: answerSubscriptions,
};

/** Starts a Zoom on 127.0.0.1 that follows the documented rules, also where they are inconvenient. */
export async function startZoomSim(options: ZoomSimOptions = {}): Promise<ZoomSim> {
  const { webinars = [], port = 0, clock = createSimClock(), ...chosen } = options;
  const settings: ZoomSettings = { ...defaultZoomSettings(), ...chosen };
  const random = createRandom(20_260_207);
  const store = createWebinarStore(clock);
  const accessTokens = createAccessTokens(settings, clock, random);
  const limits = createRateLimits(settings, clock);
  const pageTokens = createPageTokens(clock, random, () => settings.pageTokenReplay);
  const failedDeliveries: FailedDelivery[] = [];
  const context: AnswerContext = { settings, clock, store, pageTokens, failedDeliveries };
  const faults = createFaultQueue<ZoomFault>();
  const log = createRequestLog();
  let latency: (endpoint: ZoomEndpoint) => number = () => 0;
  const eventSocket = createEventSocket(settings, (token) => accessTokens.refuseToken(`Bearer ${token}`) !== null);
  for (const webinar of webinars) store.add(webinar);

  const compute = (request: IncomingMessage, match: EndpointMatch, body: string) =>
    match.endpoint === 'token'
      ? accessTokens.issue(request.headers.authorization, match.query, request.headers['content-type'] ?? '', body)
      : answerApi(request.headers.authorization, match, context, accessTokens, limits);

  const server = await startServer(
    async (request, response) => {
      const arrivedMs = realNowMs();
      const [method, rawUrl] = [request.method ?? '', request.url ?? ''];
      const match = matchEndpoint(method, rawUrl);
      const entry = log.add({ atMs: arrivedMs, method, url: rawUrl, endpoint: match.endpoint });
      const body = method === 'GET' ? '' : (await readBody(request)).toString();

      const fault = faults.take(match.endpoint);
      if (fault?.kind === 'reset') {
        request.socket.destroy();
        return;
      }
      if (fault?.kind === 'hang') return;
      const answer = (fault && faultAnswer(fault, match.endpoint)) ?? compute(request, match, body);
      const waitMs = latency(match.endpoint) + (fault?.kind === 'slow' ? fault.delayMs : 0);
      if (waitMs > 0) await sleep(waitMs, undefined, { ref: false });
      entry.status = answer.status;
      entry.durationMs = realNowMs() - arrivedMs;
      send(response, answer, fault?.kind === 'truncated', clock.now());
    },
    port,
    eventSocket.upgrade,
  );

  return {
    apiUrl: `${server.origin}/v2`,
    oauthUrl: `${server.origin}/oauth/token`,
    websocketUrl: `${server.origin.replace(/^http/, 'ws')}/ws`,
    eventSocket,
    settings,
    clock,
    requests: log.requests,
    clearRequests: log.clear,
    countOf: log.countOf,
    maxInSlidingSecond: log.maxInSlidingSecond,
    addWebinar: store.add,
    endWebinar: store.end,
    failToDeliver(event, tries = 1) {
      const requestId = newRequestId();
      for (let retry = 0; retry < tries; retry += 1) {
        failedDeliveries.push({ atMs: clock.now(), requestId, retry, event });
      }
    },
    fail: (fault) => faults.add(fault.endpoint, fault),
    clearFaults: faults.clear,
    setLatency: (ms) => {
      latency = typeof ms === 'number' ? () => ms : ms;
    },
    limits,
    revokeTokens: accessTokens.revokeAll,
    stop() {
      eventSocket.stop();
      return server.stop();
    },
  };
}

/** The checks in Zoom's (guessed) order: token, rate, scope, plan and subscription, then the endpoint's own. */
function answerApi(
  authorization: string | undefined,
  match: EndpointMatch,
  context: AnswerContext,
  accessTokens: AccessTokens,
  limits: RateLimits,
): Answer {
  const badToken = accessTokens.refuseToken(authorization);
  if (badToken) return badToken;
  const rule = endpointRule(match.endpoint);
  const answer = ANSWERS[match.endpoint];
  if (rule === undefined || answer === undefined) return zoomError(404, 2300, 'This API endpoint is not recognized.');
  // A call that fails later has still been a call.
  const { refusal, headers } = limits.check(rule.label);
  if (refusal) return { ...refusal, headers };
  const refused =
    accessTokens.refuse(authorization, rule) ??
    (!['instances', 'webhookLogs', 'eventSubscriptions'].includes(match.endpoint) && !context.settings.dashboardEnabled
      ? zoomError(400, 200, NO_DASHBOARD)
      : null) ??
    (match.endpoint === 'qosSummary' && !context.settings.qssSubscribed ? zoomError(400, 200, NOT_SUBSCRIBED) : null);
  return { ...(refused ?? answer(context, match)), headers };
}

function send(response: ServerResponse, answer: Answer, truncated: boolean, nowMs: number): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    'content-type': answer.contentType ?? 'application/json;charset=UTF-8',
    'content-length': body.length,
    date: new Date(nowMs).toUTCString(),
    'x-zm-trackingid': `v=2.0;clid=us02;rid=WEB_${randomBytes(16).toString('hex')}`,
    ...answer.headers,
  });
  if (!truncated) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
