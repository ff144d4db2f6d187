import type { z } from 'zod';
import type { Clock } from '../../runtime/clock.ts';
import { parseJson } from '../../runtime/parse-json.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import type { Kv } from '../../storage/kv.ts';
import { noTracing, type Tracing } from '../../tracing/tracing.ts';
import type { CallContext, CallKind, CallOwner } from '../../webinar/call-owner.ts';
import { toNoAnswerOutcome, toOutcome } from './outcome.ts';
import { createDailyQuota } from './rate-limit/daily-quota.ts';
import { createRateLimiter, type RateLabel, type ZoomLimits } from './rate-limit/rate-limiter.ts';
import { type Outcome, withRetries } from './retry.ts';
import { createTokenSource, type TokenSource } from './token/access-token.ts';
import { createTokenCipher } from './token/token-cipher.ts';
import { fetchToken } from './token/token-request.ts';
import { type Answer, createTransport, type Transport, type TransportRequest } from './transport.ts';
import { describeFault, readZoomFault, toFinalError, type ZoomFault } from './zoom-errors.ts';

/** One HTTP exchange, for the metrics. `status` is null when there was no answer. */
export interface ZoomCallReport {
  readonly endpoint: string;
  readonly status: number | null;
  readonly durationMs: number;
}

/** What the operator's metrics and the log hear. */
interface ZoomEvents {
  /** A call that counts towards the daily quota is about to be made. */
  onPermit?(owner: CallOwner): void;
  onCall?(call: ZoomCallReport): void;
  onQuota?(quota: { readonly usedToday: number; readonly perDay: number }): void;
  /** Zoom asked to slow down; the call goes on after this pause. */
  onThrottled?(waitMs: number): void;
  /** Scopes the token lacks; empty when it has them all. */
  onScopes?(missing: readonly string[]): void;
}

export interface ZoomClientDeps {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly limits: ZoomLimits;
  readonly kv: Kv;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly events?: ZoomEvents;
  readonly tracing?: Pick<Tracing, 'withSpan'>;
  /** Tests shorten its time-outs. */
  readonly transport?: Transport;
}

/** What a call is called in metrics and in the log, and which of Zoom's limits it counts against. */
export interface ZoomCall {
  readonly endpoint: string;
  readonly label: RateLabel;
  /** The caller goes on without the answer when the token lacks the scope: no reason to ask for another token. */
  readonly optional?: boolean;
  /** Another call follows as soon as this one is answered: its permit is reserved meanwhile. */
  readonly hasNext?: boolean;
}

/** Zoom's REST API. */
export interface ZoomClient {
  /**
   * GETs `path` (with its query) and checks the answer against `schema`. Waits for the rate limit, renews a dead token once,
   * tries again what passes within a minute.
   * @throws AppError for what is final or takes longer
   * @throws ZoomRefusal `not-available`, `page-token`: the caller knows what was asked
   * @throws the signal's reason when it is aborted
   */
  getJson<T>(path: string, schema: z.ZodType<T>, call: ZoomCall, context: CallContext): Promise<T>;
  /** Heavy and Resource-intensive calls that are left of the daily quota for this kind, all replicas together; null while not known. */
  callsLeftToday(kind?: CallKind): Promise<number | null>;
  callsPerDay(kind: CallKind): number;
  /** The token for what is no call: Zoom's WebSocket. */
  readonly tokens: TokenSource;
  /** The call that `hasNext` announced will not come. */
  noNext(call: ZoomCall): void;
  /** Cuts off calls under way. */
  close(): Promise<void>;
}

/** Keeps to the account's limits over all replicas that share the store. Connects with the first call. */
export function createZoomClient(deps: ZoomClientDeps): ZoomClient {
  const { kv, clock, sleep, random, limits, events = {}, tracing = noTracing } = deps;
  const transport = deps.transport ?? createTransport(clock);
  const retryDeps = { clock, sleep, random, onThrottled: (waitMs: number) => events.onThrottled?.(waitMs) };
  const onQuota: ZoomEvents['onQuota'] = (quota) => events.onQuota?.(quota);
  const dailyQuota = createDailyQuota({
    kv,
    clock,
    callsPerDay: limits.heavyPerDay,
    reservePercent: limits.quotaReservePercent,
    onQuota,
  });
  const rateLimiter = createRateLimiter({ kv, clock, sleep, limits, dailyQuota });
  const tokens = createTokenSource({
    kv,
    clock,
    sleep,
    cipher: createTokenCipher(deps.clientId, deps.clientSecret),
    fetchToken: () => fetchToken({ ...deps, ...retryDeps, exchange: (request) => exchange(request, 'token') }),
    onScopes: (missing) => events.onScopes?.(missing),
  });

  /** Lacked a scope. A token keeps the scopes of its birth: only another one can have what an admin has added since. */
  let lackingToken: string | null = null;

  async function getToken(signal: AbortSignal | undefined): Promise<string> {
    const token = await tokens.get(signal);
    return token === lackingToken ? tokens.renew(token, signal) : token;
  }

  async function send<T>(
    path: string,
    token: string,
    schema: z.ZodType<T>,
    { endpoint, label, optional = false, hasNext = false }: ZoomCall,
    context: CallContext,
  ): Promise<Outcome<T> | TokenDead> {
    await rateLimiter.acquirePermit(label, context);
    if (label !== 'medium') events.onPermit?.(context.owner);
    if (hasNext) rateLimiter.reserveNextPermit(label);
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
    const answer = await exchange({ method: 'GET', url: deps.apiUrl + path, headers }, endpoint, context.signal);
    if ('kind' in answer) return answer;
    const value = answer.status === 200 ? parseJson(answer.body, schema) : null;
    if (value) return { kind: 'done', value: value.data };
    const fault = readZoomFault(answer.status, answer.body);
    if (fault.meaning === 'scope-missing' && !optional) lackingToken = token;
    const outcome = toFailedOutcome(fault, answer, endpoint);
    if (outcome.kind === 'limited' && outcome.limit === 'day') await dailyQuota.blockQuota(outcome.retryAfterMs);
    return outcome;
  }

  async function exchange(request: TransportRequest, endpoint: string, signal?: AbortSignal) {
    const start = { name: `zoom ${endpoint}`, kind: 'client', attributes: { 'zoom.endpoint': endpoint } } as const;
    return tracing.withSpan(start, async (span) => {
      const answer = await transport
        .send(request, signal)
        .catch((error: unknown) => toNoAnswerOutcome(error, endpoint));
      const status = 'status' in answer ? answer.status : null;
      span.set({ 'http.status': String(status ?? 'none') });
      events.onCall?.({ endpoint, status, durationMs: answer.durationMs });
      return answer;
    });
  }

  async function getJson<T>(path: string, schema: z.ZodType<T>, call: ZoomCall, context: CallContext): Promise<T> {
    const { signal } = context;
    let renewed = false;

    async function attempt(): Promise<Outcome<T>> {
      const token = await getToken(signal);
      const first = await send(path, token, schema, call, context);
      if (first.kind !== 'token-dead') return first;
      if (renewed) throw first.error;
      renewed = true;
      const again = await send(path, await tokens.renew(token, signal), schema, call, context);
      if (again.kind === 'token-dead') throw again.error;
      return again;
    }

    return withRetries(attempt, retryDeps, signal);
  }

  function toFailedOutcome(fault: ZoomFault, answer: Answer, endpoint: string): Outcome<never> | TokenDead {
    const outcome = toOutcome(fault, answer, endpoint, clock.now());
    if (outcome) return outcome;
    const message = describeFault(fault, endpoint, answer.headers['x-zm-trackingid']);
    const error = toFinalError(fault, message);
    if (fault.meaning === 'token-dead') return { kind: 'token-dead', error };
    throw error;
  }

  return {
    getJson,
    tokens,
    noNext: ({ label }) => rateLimiter.releasePermit(label),
    callsLeftToday: dailyQuota.callsLeftToday,
    callsPerDay: dailyQuota.callsPerDay,
    close: () => transport.close(),
  };
}

interface TokenDead {
  readonly kind: 'token-dead';
  readonly error: Error;
}
