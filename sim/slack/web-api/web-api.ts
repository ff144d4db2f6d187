import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { realNowMs } from '../../runtime/clock.ts';
import type { FaultQueue } from '../../runtime/fault-queue.ts';
import type { SlackContext } from '../slack-context.ts';
import { type ApiArgs, type ApiMethod, type ApiResult, argText, fail } from './api-method.ts';
import type { LoggedCall } from './call-log.ts';
import { chatMethods } from './chat-methods.ts';
import { peopleMethods } from './people-methods.ts';
import { placeMethods } from './place-methods.ts';
import { doesWork, type SlackFault, sendFault, sendJson } from './slack-faults.ts';
import type { SlackRates } from './slack-rates.ts';
import { viewMethods } from './view-methods.ts';

const METHODS: Readonly<Record<string, ApiMethod>> = {
  ...chatMethods,
  ...peopleMethods,
  ...placeMethods,
  ...viewMethods,
};

export interface WebApiParts {
  readonly context: SlackContext;
  readonly calls: LoggedCall[];
  readonly faults: FaultQueue<SlackFault>;
  readonly rates: SlackRates;
}

/** Serves `POST /api/<method>`. */
export async function serveWebApi(
  method: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  { context, calls, faults, rates }: WebApiParts,
): Promise<void> {
  const args = readArgs(request, body.toString());
  const call: LoggedCall = {
    atMs: realNowMs(),
    method,
    channel: argText(args, 'channel') || null,
    ok: false,
    error: null,
  };
  calls.push(call);
  const fault = faults.take(method, `${method} ${argText(args, 'channel')}`);
  const work = () => answer(method, request.headers.authorization, args, context, rates);
  const result = doesWork(fault) ? work() : null;
  if (fault !== undefined) {
    if (fault.kind === 'slow') await sleep(fault.delayMs, undefined, { ref: false });
    call.error = sendFault(response, fault);
    if (call.error !== null) return;
  }
  const { retryAfter, ...shown } = result ?? fail('fatal_error');
  call.ok = shown.ok === true;
  call.error = call.ok ? null : String(shown.error);
  const { scopes, namesScopes } = context.settings;
  const headers: Record<string, string> = namesScopes
    ? { 'x-oauth-scopes': scopes.join(','), 'x-accepted-oauth-scopes': '' }
    : {};
  if (retryAfter === undefined) sendJson(response, 200, shown, headers);
  else sendJson(response, 429, shown, { ...headers, 'retry-after': String(retryAfter) });
}

function answer(
  method: string,
  authorization: string | undefined,
  args: ApiArgs,
  context: SlackContext,
  rates: SlackRates,
): ApiResult {
  if (method === 'apps.connections.open') return openConnection(tokenOf(authorization, args), context);
  const rule = METHODS[method];
  if (rule === undefined) return fail('unknown_method', { req_method: method });
  const token = tokenOf(authorization, args);
  const { botToken, scopes } = context.settings;
  if (method !== 'api.test') {
    if (token === '') return fail('not_authed');
    if (token !== botToken) return fail('invalid_auth');
  }
  if (rule.scopes.length > 0 && !rule.scopes.some((scope) => scopes.includes(scope))) {
    return fail('missing_scope', { needed: rule.scopes[0], provided: scopes.join(',') });
  }
  const named = argText(args, 'channel');
  const channel = context.workspace.findChannel(named)?.id ?? named;
  const wait = rates.check(method, rule, channel);
  if (wait !== null) return fail('ratelimited', { retryAfter: wait });
  const result = rule.run(args, context);
  if (method === 'chat.postMessage' && !result.ok) rates.giveBackPost(channel);
  return result;
}

function tokenOf(authorization: string | undefined, args: ApiArgs): string {
  return /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? argText(args, 'token');
}

/** The one method that takes an app-level token instead of the bot's. */
function openConnection(token: string, { settings, socketMode, origin }: SlackContext): ApiResult {
  if (token === '') return fail('not_authed');
  if (token.startsWith('xoxb-')) return fail('not_allowed_token_type');
  if (!settings.appTokens.includes(token)) return fail('invalid_auth');
  return { ok: true, url: socketMode.issueUrl(token, origin()) };
}

/** Arguments of the query and of a form or JSON body; the body wins. */
function readArgs(request: IncomingMessage, body: string): ApiArgs {
  const url = request.url ?? '';
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  const type = request.headers['content-type'] ?? '';
  const fromQuery = Object.fromEntries(query);
  if (!type.startsWith('application/json')) return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...fromQuery, ...parsed } : fromQuery;
  } catch {
    return fromQuery;
  }
}
