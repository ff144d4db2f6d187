import { z } from 'zod';
import { parseJson } from '../../../runtime/parse-json.ts';
import { toOutcome } from '../outcome.ts';
import { type Broken, type Outcome, type RetryDeps, withRetries } from '../retry.ts';
import type { Answer, TransportRequest } from '../transport.ts';
import { describeFault, readZoomFault, toFinalError } from '../zoom-errors.ts';

/** Answer of the token endpoint; its names stop here. */
const TokenAnswer = z
  .object({
    access_token: z.string().min(1),
    expires_in: z.number().positive().catch(3600),
    scope: z.string().nullable().catch(null),
  })
  .transform((answer) => ({
    token: answer.access_token,
    expiresInSeconds: answer.expires_in,
    scope: answer.scope,
  }));

/** A token and what Zoom said of it. */
export interface GrantedToken {
  readonly token: string;
  /** Milliseconds since 1970: from then on a new one is fetched, a minute before this one ends. */
  readonly refreshAtMs: number;
  /** Space-separated; null when Zoom did not say. */
  readonly scope: string | null;
}

export interface TokenRequestDeps extends RetryDeps {
  readonly exchange: (request: TransportRequest) => Promise<Answer | Broken>;
  readonly oauthUrl: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const EARLY_SECONDS = 60;

/**
 * Asks Zoom for a token (server-to-server OAuth). The parameters are in the body: as a query string some accounts get a 400.
 * `api_url` of the answer is ignored: the token goes only where ZOOM_API_URL says.
 * @throws AppError as the table says: `zoom-credentials`, `zoom-refused`, `network` at once; `zoom-unavailable`, `zoom-limited` after retries
 */
export function fetchToken(deps: TokenRequestDeps): Promise<GrantedToken> {
  const request = {
    method: 'POST',
    url: deps.oauthUrl,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${deps.clientId}:${deps.clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: deps.accountId }).toString(),
  } as const;

  async function attempt(): Promise<Outcome<GrantedToken>> {
    const askedAtMs = deps.clock.now();
    const answer = await deps.exchange(request);
    if ('kind' in answer) return answer;
    const granted = answer.status === 200 ? parseJson(answer.body, TokenAnswer)?.data : undefined;
    if (granted) {
      const earlySeconds = Math.min(EARLY_SECONDS, granted.expiresInSeconds / 2);
      const refreshAtMs = askedAtMs + (granted.expiresInSeconds - earlySeconds) * 1000;
      return { kind: 'done', value: { token: granted.token, refreshAtMs, scope: granted.scope } };
    }
    const fault = readZoomFault(answer.status, answer.body, 'token');
    const outcome = toOutcome(fault, answer, 'token', deps.clock.now());
    if (outcome) return outcome;
    throw toFinalError(fault, describeFault(fault, 'token', answer.headers['x-zm-trackingid']));
  }

  return withRetries(attempt, deps);
}
