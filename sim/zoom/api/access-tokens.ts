import type { SimClock } from '../../runtime/clock.ts';
import type { SimRandom } from '../../runtime/random.ts';
import type { ZoomSettings } from '../settings.ts';
import { type Answer, oauthError, ok, zoomError } from './answer.ts';
import type { EndpointRule } from './endpoints.ts';

export interface AccessTokens {
  /** POST /oauth/token. */
  issue(authorization: string | undefined, query: URLSearchParams, contentType: string, body: string): Answer;
  /** 401/124 or 400/4711; null when the token may call the endpoint. */
  refuse(authorization: string | undefined, rule: EndpointRule | undefined): Answer | null;
  /** 401/124 only. */
  refuseToken(authorization: string | undefined): Answer | null;
  /** Kills every token, as a revocation does. */
  revokeAll(): void;
}

/** Server-to-Server OAuth: one hour, no refresh token. */
export function createAccessTokens(settings: ZoomSettings, clock: SimClock, random: SimRandom): AccessTokens {
  const tokens = new Map<string, { readonly expiresAtMs: number; readonly scopes: readonly string[] }>();

  function refuseToken(authorization: string | undefined): Answer | null {
    const token = tokens.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
    if (token === undefined || settings.deactivated) return zoomError(401, 124, 'Invalid access token.');
    if (clock.now() >= token.expiresAtMs) return zoomError(401, 124, 'Access token is expired.');
    return null;
  }

  return {
    issue(authorization, query, contentType, body) {
      const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
      const credentials = Buffer.from(basic, 'base64').toString();
      if (credentials !== `${settings.clientId}:${settings.clientSecret}`) {
        return oauthError(400, 'Invalid client_id or client_secret', 'invalid_client');
      }
      const isForm = contentType.toLowerCase().startsWith('application/x-www-form-urlencoded');
      const form = new URLSearchParams(isForm ? body : '');
      const read = (name: string) => form.get(name) ?? (settings.tokenQueryAccepted ? query.get(name) : null);
      if (read('grant_type') !== 'account_credentials') {
        return oauthError(400, 'unsupported grant type', 'unsupported_grant_type');
      }
      if (read('account_id') !== settings.accountId) return oauthError(400, 'Bad Request', 'invalid_request');
      if (settings.deactivated) return oauthError(400, 'The app has been deactivated', 'invalid_request');
      if (settings.tokens === 'last-wins') tokens.clear();
      const token = `eyJ${random.text(60)}.${random.text(120)}`;
      const scopes = [...settings.scopes];
      tokens.set(token, { expiresAtMs: clock.now() + settings.tokenLifeSeconds * 1000, scopes });
      return ok({
        access_token: token,
        token_type: 'bearer',
        expires_in: settings.tokenLifeSeconds,
        scope: scopes.join(' '),
        // The real value, not the simulator's: whoever follows it blindly leaves 127.0.0.1 and is found out.
        api_url: 'https://api.zoom.us',
      });
    },
    refuseToken,
    refuse(authorization, rule) {
      const refused = refuseToken(authorization);
      if (refused !== null || rule === undefined) return refused;
      const token = tokens.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
      if (rule.accepted.length === 0 || token?.scopes.some((scope) => rule.accepted.includes(scope))) return null;
      return zoomError(400, 4711, `Invalid access token, does not contain scopes:[${rule.scope}].`);
    },
    revokeAll: () => tokens.clear(),
  };
}
