import { z } from 'zod';
import { parseJson } from '../../runtime/parse-json.ts';
import type { Ask } from '../network/ask.ts';
import type { Trouble } from '../network/explain-nothing.ts';

/** What Slack made of a call. */
type SlackAnswer =
  | { readonly kind: 'ok'; readonly body: unknown; readonly scopes: readonly string[] | null }
  /** Slack's own word, and the scope that it wants, where it says one. */
  | { readonly kind: 'refused'; readonly error: string; readonly needed: string | null }
  | ({ readonly kind: 'trouble' } & Trouble);

/** One call of Slack's Web API. Never rejects. */
export type AskSlack = (method: string, token: string, args?: Readonly<Record<string, string>>) => Promise<SlackAnswer>;

const Answer = z.looseObject({ ok: z.boolean(), error: z.string().optional(), needed: z.string().optional() });

/** What Slack says when it is in trouble itself. */
const OUTAGES: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** @param apiUrl with a slash at the end */
export function createAskSlack(ask: Ask, apiUrl: string): AskSlack {
  return async (method, token, args = {}) => {
    const heard = await ask({
      method: 'POST',
      url: apiUrl + method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(args).toString(),
    });
    if (heard.kind === 'nothing') return { ...heard, kind: 'trouble' };
    const answer = parseJson(heard.body, Answer)?.data;
    if (heard.status === 429) {
      return { kind: 'trouble', said: "Slack's limit of calls is reached", act: 'Run the doctor again in a minute' };
    }
    if (answer?.ok === true) {
      const named = heard.headers['x-oauth-scopes'];
      const scopes = named === undefined ? null : named.split(',').map((scope) => scope.trim());
      return { kind: 'ok', body: answer, scopes };
    }
    if (heard.status < 500 && answer?.error !== undefined && !OUTAGES.has(answer.error)) {
      return { kind: 'refused', error: answer.error.slice(0, 80), needed: answer.needed?.slice(0, 80) ?? null };
    }
    return { kind: 'trouble', ...explainPage(answer === undefined ? heard.status : Math.max(heard.status, 500)) };
  };
}

/** An answer that is not Slack's own. */
function explainPage(status: number): Trouble {
  if (status >= 500) {
    return {
      said: `Slack, or a proxy before it, is in trouble (${status})`,
      act: 'Try again in some minutes; see https://status.slack.com',
    };
  }
  return {
    said: `something between this machine and Slack answered instead of Slack (${status}, not Slack's own page)`,
    act: 'Let the proxy or firewall pass slack.com; look at SLACK_API_URL',
  };
}
