import { z } from 'zod';
import type { Config } from '../../config.ts';
import { parseJson } from '../../runtime/parse-json.ts';
import { missingScopes } from '../../zoom/http/token/scopes.ts';
import { readZoomFault } from '../../zoom/http/zoom-errors.ts';
import { advice, type CheckResult, good, wrong } from '../check.ts';
import type { Ask } from '../network/ask.ts';
import type { Trouble } from '../network/explain-nothing.ts';
import { tellScopes } from '../tell-scopes.ts';
import { explainFault } from './explain-fault.ts';
import { zoomScopes } from './zoom-scopes.ts';

const NAME = 'Zoom token';
const SCOPES = 'Zoom scopes';
const Granted = z.object({ access_token: z.string().min(1), scope: z.string().nullable().catch(null) });

export type Credentials = Pick<Config['zoom'], 'oauthUrl' | 'accountId' | 'clientId' | 'clientSecret' | 'appId'>;

/** Asks for a token as the bot does. `token` is null when there is none. */
export async function checkZoomToken(
  ask: Ask,
  { oauthUrl, accountId, clientId, clientSecret, appId }: Credentials,
): Promise<{ readonly token: string | null; readonly results: readonly CheckResult[] }> {
  const heard = await ask({
    method: 'POST',
    url: oauthUrl,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }).toString(),
  });
  if (heard.kind === 'nothing') return { token: null, results: [wrong(NAME, heard.said, heard.act)] };
  const granted = heard.status === 200 ? parseJson(heard.body, Granted)?.data : undefined;
  if (granted === undefined) {
    const { said, act } = explainRefusal(heard.status, heard.body);
    return { token: null, results: [wrong(NAME, said, act)] };
  }
  return { token: granted.access_token, results: [good(NAME, 'Zoom gives one'), ...tellZoomScopes(granted, appId)] };
}

/** Which of the three is wrong: Zoom's words for a wrong account are not documented, so what is none of the others is it. */
function explainRefusal(status: number, body: string): Trouble {
  const fault = readZoomFault(status, body, 'token');
  if (fault.meaning !== 'credentials') return explainFault(fault);
  const words = fault.message.toLowerCase();
  if (words.includes('client_id') || words.includes('client_secret') || words.includes('invalid_client')) {
    return {
      said: 'ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET do not belong together, or one of them is wrong',
      act: 'Copy both anew: Zoom app → App Credentials',
    };
  }
  if (words.includes('deactivat') || words.includes('disabled') || words.includes('not activated')) {
    return { said: 'the Zoom app is deactivated', act: 'Zoom app → Activation → Activate your app' };
  }
  if (words.includes('grant type') || words.includes('grant_type')) {
    return {
      said: 'the Zoom app is of another kind than Server-to-Server OAuth',
      act: 'Build one: Zoom → Develop → Build App → Server-to-Server OAuth App',
    };
  }
  return {
    said: `Zoom takes the client and refuses the account (${status}): ZOOM_ACCOUNT_ID is wrong, or not that of this app`,
    act: 'Copy it anew: Zoom app → App Credentials → Account ID',
  };
}

function tellZoomScopes({ scope: granted }: { readonly scope: string | null }, appId: string | null): CheckResult[] {
  if (granted === null) {
    return [advice(SCOPES, 'Zoom does not say which ones the token has', 'Compare them with docs/setup.md')];
  }
  return tellScopes(
    SCOPES,
    zoomScopes(appId !== null),
    (scope) => missingScopes(granted, [scope]).length === 0,
    (scope) => `Zoom app → Scopes → Add Scopes → ${scope}; it takes some minutes`,
  );
}
